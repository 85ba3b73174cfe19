"""The pages of documents were those of `bulletins`: whoever kept their addresses finds them."""


def test_old_addresses_lead_to_the_new_ones(client, officer):
    client.force_login(officer)
    answer = client.get("/admin/bulletins/documentimport/?status=review")
    assert (answer.status_code, answer["Location"]) == (301, "/admin/documents/documentimport/?status=review")
    answer = client.get("/admin/bulletins/documentimport/12/change/")
    assert (answer.status_code, answer["Location"]) == (301, "/admin/documents/documentimport/12/change/")
    answer = client.post("/admin/bulletins/documentimport/add/", {"text": "un texte"})
    assert (answer.status_code, answer["Location"]) == (308, "/admin/documents/documentimport/add/")

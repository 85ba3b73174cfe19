"""What people of the office say to each other about a record, and who is to do what until when."""

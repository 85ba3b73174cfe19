"""Security keys that come and go, and networks that ask too much."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backoffice', '0015_security_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='journalline',
            name='backoffice_journalline_kind_known',
        ),
        migrations.AlterField(
            model_name='journalline',
            name='kind',
            field=models.CharField(choices=[('logged_in', 'connexion'), ('log_in_failed', 'connexion manquée'), ('locked_out', 'connexion bloquée après trop d’essais'), ('logged_out', 'déconnexion'), ('visits_refused', 'trop de demandes d’un réseau, refusées'), ('session_closed', 'session fermée'), ('password_changed', 'mot de passe changé'), ('password_asked', 'mot de passe oublié, lien demandé'), ('password_reset', 'mot de passe choisi par le lien reçu'), ('invited', 'invitation envoyée'), ('factor_set', 'second facteur posé'), ('factor_removed', 'second facteur retiré'), ('factor_reset', 'second facteur remis à zéro par l’administration'), ('factor_failed', 'second facteur refusé'), ('key_added', 'clé de sécurité ajoutée'), ('key_removed', 'clé de sécurité retirée'), ('codes_made', 'codes de secours créés'), ('code_used', 'code de secours employé'), ('provider_linked', 'compte rattaché au fournisseur d’identité'), ('provider_unlinked', 'compte détaché du fournisseur d’identité'), ('account_added', 'compte créé'), ('account_changed', 'compte modifié'), ('account_activated', 'compte activé'), ('account_deactivated', 'compte désactivé'), ('account_deleted', 'compte supprimé'), ('rights_changed', 'rôles ou droits changés'), ('proposed', 'proposition à la relecture'), ('approved', 'approbation'), ('returned', 'renvoi à la rédaction'), ('published', 'parution'), ('scheduled', 'parution programmée'), ('unscheduled', 'parution déprogrammée'), ('rectified', 'rectificatif'), ('withdrawn', 'retrait'), ('correction_decided', 'correction de fiche en ligne acceptée ou refusée'), ('united', 'réunion de deux fiches'), ('separated', 'séparation de deux fiches'), ('restored', 'retour d’une fiche à un état antérieur'), ('deleted', 'suppression d’une fiche'), ('import_accepted', 'import accepté'), ('import_undone', 'import annulé'), ('settings_changed', 'réglages du site changés'), ('consent_changed', 'accord d’une personne noté ou retiré'), ('occulted', 'occultation'), ('erased', 'effacement partout'), ('erasure_asked', 'effacement demandé'), ('erasure_refused', 'effacement refusé'), ('person_extracted', 'extrait des données d’une personne'), ('retention_applied', 'durées de conservation appliquées'), ('exported', 'export de l’espace rédaction'), ('embargo_read', 'texte sous embargo lu'), ('proof_shared', 'épreuve ouverte à une personne extérieure'), ('proof_revoked', 'lien d’épreuve fermé'), ('proof_opened', 'épreuve lue par une personne extérieure'), ('backed_up', 'sauvegarde'), ('backup_failed', 'sauvegarde manquée'), ('backup_restored', 'sauvegarde restaurée'), ('verified', 'vérification de la base'), ('verification_failed', 'vérification de la base\xa0: anomalies'), ('database_rights_given', 'droits du compte de la base donnés')], max_length=40, verbose_name='acte'),
        ),
        migrations.AddConstraint(
            model_name='journalline',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('logged_in', 'log_in_failed', 'locked_out', 'logged_out', 'visits_refused', 'session_closed', 'password_changed', 'password_asked', 'password_reset', 'invited', 'factor_set', 'factor_removed', 'factor_reset', 'factor_failed', 'key_added', 'key_removed', 'codes_made', 'code_used', 'provider_linked', 'provider_unlinked', 'account_added', 'account_changed', 'account_activated', 'account_deactivated', 'account_deleted', 'rights_changed', 'proposed', 'approved', 'returned', 'published', 'scheduled', 'unscheduled', 'rectified', 'withdrawn', 'correction_decided', 'united', 'separated', 'restored', 'deleted', 'import_accepted', 'import_undone', 'settings_changed', 'consent_changed', 'occulted', 'erased', 'erasure_asked', 'erasure_refused', 'person_extracted', 'retention_applied', 'exported', 'embargo_read', 'proof_shared', 'proof_revoked', 'proof_opened', 'backed_up', 'backup_failed', 'backup_restored', 'verified', 'verification_failed', 'database_rights_given'))), name='backoffice_journalline_kind_known', violation_error_message='Cette valeur n’est pas prévue.'),
        ),
    ]

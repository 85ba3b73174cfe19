"""Messages about initiatives and bulletins, and tasks with a day."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workshop', '0001_presence'),
        ('bulletins', '0011_occulted_corrections'),
        ('initiatives', '0016_review_states'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(verbose_name='pour le')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='à faire')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='demandé le')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='fait le')),
                ('bulletin', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='bulletins.bulletin', verbose_name='bulletin')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='demandé par')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='fait par')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='initiatives.initiative', verbose_name='initiative')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
            ],
            options={
                'verbose_name': 'tâche',
                'verbose_name_plural': 'tâches',
                'ordering': ['due_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('bulletin__isnull', True), ('initiative__isnull', False)), models.Q(('bulletin__isnull', False), ('initiative__isnull', True)), _connector='OR'), name='workshop_assignment_about_one', violation_error_message='Il s’agit d’une initiative ou d’un bulletin.'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='workshop_assignment_done_at_by_together', violation_error_message='La date d’une tâche faite va avec son auteur.'), models.UniqueConstraint(condition=models.Q(('done_at', None)), fields=('initiative', 'person'), name='workshop_assignment_one_open_by_initiative', violation_error_message='Cette personne a déjà une tâche sur cette fiche.'), models.UniqueConstraint(condition=models.Q(('done_at', None)), fields=('bulletin', 'person'), name='workshop_assignment_one_open_by_bulletin', violation_error_message='Cette personne a déjà une tâche sur cette fiche.')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passage', models.CharField(blank=True, help_text='Tel qu’il était écrit ce jour-là.', max_length=500, verbose_name='passage')),
                ('text', models.TextField(max_length=4000, verbose_name='message')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrit le')),
                ('resolved_at', models.DateTimeField(blank=True, null=True, verbose_name='réglé le')),
                ('answers', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='workshop.comment', verbose_name='répond à')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='auteur')),
                ('bulletin', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='bulletins.bulletin', verbose_name='bulletin')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='initiatives.initiative', verbose_name='initiative')),
                ('resolved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='réglé par')),
                ('told', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='prévenus')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['created_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('bulletin__isnull', True), ('initiative__isnull', False)), models.Q(('bulletin__isnull', False), ('initiative__isnull', True)), _connector='OR'), name='workshop_comment_about_one', violation_error_message='Il s’agit d’une initiative ou d’un bulletin.'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='workshop_comment_text_given', violation_error_message='Écrivez votre message.'), models.CheckConstraint(condition=models.Q(models.Q(('answers__isnull', False), _negated=True), models.Q(('passage', ''), ('resolved_at__isnull', True)), _connector='OR'), name='workshop_comment_answer_is_plain', violation_error_message='Le passage et le règlement d’un échange vont avec son premier message.'), models.CheckConstraint(condition=models.Q(('answers', models.F('id')), _negated=True), name='workshop_comment_answers_another', violation_error_message='Un message ne répond pas à lui-même.'), models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', True), ('resolved_by__isnull', True)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='workshop_comment_resolved_at_by_together', violation_error_message='La date du règlement va avec son auteur.')],
            },
        ),
    ]

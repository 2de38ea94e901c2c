"""Meetings, concertation rounds and decisions; what was agreed stays agreed, in the database too."""

import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import uuid
from pathlib import Path

from django.db import migrations, models


SQL = (Path(__file__).resolve().parent.parent / "sql" / "governing.sql").read_text(encoding="utf-8")
BACK = """
DROP TRIGGER position_in_open_round ON units_position;
DROP TRIGGER round_keeps_its_rule ON units_round;
DROP TRIGGER version_put_to_a_round ON units_version;
DROP TRIGGER decision_is_final ON units_decision;
DROP TRIGGER part_of_final_decision ON units_effect;
DROP TRIGGER part_of_final_decision ON units_paper;
DROP TRIGGER part_of_final_decision ON units_decision_ideas;
DROP TRIGGER minutes_are_final ON units_meeting;
DROP TRIGGER minutes_are_final ON units_agendaitem;
DROP TRIGGER minutes_are_final ON units_attendance;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_working_day'),
        ('geo', '0003_parishes'),
        ('units', '0002_ref_amp'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='ordem')),
                ('title_pt', models.CharField(max_length=200, verbose_name='ponto')),
                ('title_en', models.CharField(blank=True, max_length=200, verbose_name='ponto em inglês')),
                ('text', models.TextField(blank=True, verbose_name='enquadramento')),
                ('is_public', models.BooleanField(default=True, verbose_name='público')),
                ('minutes', models.TextField(blank=True, verbose_name='ata deste ponto')),
            ],
            options={
                'verbose_name': 'ponto da ordem de trabalhos',
                'verbose_name_plural': 'pontos da ordem de trabalhos',
                'ordering': ('meeting', 'order'),
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('presence', models.CharField(choices=[('present', 'presente'), ('represented', 'fez-se representar'), ('excused', 'falta justificada'), ('absent', 'ausente')], max_length=12, verbose_name='presença')),
                ('person', models.CharField(blank=True, max_length=120, verbose_name='quem esteve')),
            ],
            options={
                'verbose_name': 'presença',
                'verbose_name_plural': 'presenças',
                'ordering': ('municipality__sort_key',),
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='número')),
                ('title_pt', models.CharField(max_length=200, verbose_name='título')),
                ('title_en', models.CharField(blank=True, max_length=200, verbose_name='título em inglês')),
                ('text_pt', models.TextField(verbose_name='texto')),
                ('text_en', models.TextField(blank=True, verbose_name='texto em inglês')),
                ('public_text_pt', models.TextField(blank=True, verbose_name='versão pública')),
                ('public_text_en', models.TextField(blank=True, verbose_name='versão pública em inglês')),
                ('is_public', models.BooleanField(default=False, verbose_name='pública')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='a rever em')),
                ('state', models.CharField(choices=[('draft', 'em preparação'), ('approved', 'aprovada')], default='draft', max_length=10, verbose_name='estado')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='data')),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'decisão',
                'verbose_name_plural': 'decisões',
                'ordering': ('-decided_on', '-number', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title_pt', models.CharField(max_length=160, verbose_name='título')),
                ('title_en', models.CharField(blank=True, max_length=160, verbose_name='título em inglês')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'texto em concertação',
                'verbose_name_plural': 'textos em concertação',
                'ordering': ('-made_at',),
            },
        ),
        migrations.CreateModel(
            name='Effect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('plan', 'plano'), ('protocol', 'protocolo'), ('taxonomy', 'taxonomia do catálogo'), ('composition', 'composição de um órgão'), ('other', 'outro')], max_length=12, verbose_name='tipo')),
                ('reference', models.CharField(blank=True, max_length=40, verbose_name='código')),
                ('text_pt', models.CharField(max_length=240, verbose_name='o que muda')),
                ('text_en', models.CharField(blank=True, max_length=240, verbose_name='o que muda, em inglês')),
            ],
            options={
                'verbose_name': 'efeito',
                'verbose_name_plural': 'efeitos',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField(verbose_name='número')),
                ('year', models.PositiveSmallIntegerField(verbose_name='ano')),
                ('title_pt', models.CharField(blank=True, max_length=160, verbose_name='assunto')),
                ('title_en', models.CharField(blank=True, max_length=160, verbose_name='assunto em inglês')),
                ('starts', models.DateTimeField(verbose_name='início')),
                ('ends', models.DateTimeField(verbose_name='fim')),
                ('place', models.CharField(blank=True, max_length=160, verbose_name='local')),
                ('link', models.URLField(blank=True, verbose_name='ligação para participar à distância')),
                ('quorum', models.PositiveSmallIntegerField(verbose_name='quórum')),
                ('is_public', models.BooleanField(default=True, verbose_name='pública')),
                ('state', models.CharField(choices=[('draft', 'em preparação'), ('called', 'convocada'), ('held', 'realizada'), ('cancelled', 'cancelada')], default='draft', max_length=10, verbose_name='estado')),
                ('called_at', models.DateTimeField(blank=True, null=True)),
                ('held_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_why', models.CharField(blank=True, max_length=240, verbose_name='motivo do cancelamento')),
                ('minutes', models.CharField(choices=[('none', 'por escrever'), ('circulated', 'em apreciação'), ('approved', 'aprovada')], default='none', max_length=12, verbose_name='ata')),
                ('minutes_at', models.DateTimeField(blank=True, null=True)),
                ('minutes_public', models.BooleanField(default=False, verbose_name='ata pública')),
                ('sequence', models.PositiveSmallIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name': 'reunião',
                'verbose_name_plural': 'reuniões',
                'ordering': ('-starts',),
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=160, verbose_name='título')),
                ('name', models.CharField(max_length=160, verbose_name='nome do ficheiro')),
                ('media_type', models.CharField(max_length=100)),
                ('content', models.BinaryField()),
                ('size', models.PositiveIntegerField()),
                ('is_public', models.BooleanField(default=False, verbose_name='público')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'documento',
                'verbose_name_plural': 'documentos',
                'ordering': ('title',),
            },
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('agrees', 'concorda'), ('reservation', 'concorda com reserva'), ('change', 'propõe alteração')], max_length=12, verbose_name='posição')),
                ('text', models.TextField(blank=True, verbose_name='texto')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'posição',
                'verbose_name_plural': 'posições',
                'ordering': ('municipality__sort_key',),
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(blank=True, max_length=20, verbose_name='código')),
                ('rule', models.CharField(choices=[('consensus', 'consenso, com reservas registadas'), ('at_least', 'um número mínimo de concordâncias'), ('quorum', 'maioria das respostas, com quórum')], max_length=12, verbose_name='regra')),
                ('threshold', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(17)], verbose_name='número que a regra exige')),
                ('deadline', models.DateTimeField(verbose_name='prazo')),
                ('is_public', models.BooleanField(default=False, verbose_name='pública')),
                ('state', models.CharField(choices=[('draft', 'em preparação'), ('open', 'aberta'), ('closed', 'fechada'), ('withdrawn', 'anulada')], default='draft', max_length=10, verbose_name='estado')),
                ('outcome', models.CharField(blank=True, choices=[('agreed', 'aprovado por todos os que responderam'), ('with_reservations', 'aprovado com reservas registadas'), ('with_objections', 'aprovado, com propostas de alteração registadas'), ('returned', 'volta a quem o propôs')], max_length=20, verbose_name='resultado')),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.CharField(blank=True, max_length=240, verbose_name='motivo da anulação')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'ronda de concertação',
                'verbose_name_plural': 'rondas de concertação',
                'ordering': ('-made_at',),
            },
        ),
        migrations.CreateModel(
            name='StructuringIdea',
            fields=[
                ('order', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('name_pt', models.CharField(max_length=160)),
                ('name_en', models.CharField(max_length=160)),
            ],
            options={
                'verbose_name': 'ideia estruturante',
                'verbose_name_plural': 'ideias estruturantes',
                'ordering': ('order',),
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('what', models.CharField(max_length=240, verbose_name='o que fazer')),
                ('due', models.DateField(verbose_name='até')),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('done_note', models.CharField(blank=True, max_length=240, verbose_name='o que se fez')),
                ('dropped_why', models.CharField(blank=True, max_length=240, verbose_name='porque ficou sem efeito')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'tarefa',
                'verbose_name_plural': 'tarefas',
                'ordering': ('due', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='versão')),
                ('text', models.TextField(verbose_name='texto')),
                ('note', models.CharField(blank=True, max_length=240, verbose_name='o que mudou')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'versão',
                'verbose_name_plural': 'versões',
                'ordering': ('draft', 'number'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='body',
            name='one_body_of_each_other_kind',
        ),
        migrations.AddField(
            model_name='body',
            name='transitional_until',
            field=models.DateField(blank=True, null=True, verbose_name='condição transitória até'),
        ),
        migrations.AlterField(
            model_name='body',
            name='kind',
            field=models.CharField(choices=[('strategic_unit', 'Unidade Estratégica'), ('coordination', 'Unidade de Coordenação Estratégica'), ('council', 'Conselho de Vereadores de Ação Social'), ('technical_team', 'Equipa técnica supramunicipal'), ('working_group', 'Grupo de trabalho supramunicipal')], max_length=20, verbose_name='tipo'),
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['strategic_unit', 'working_group']), _negated=True), fields=('kind',), name='one_body_of_each_other_kind'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geo.municipality', verbose_name='município'),
        ),
        migrations.AddField(
            model_name='decision',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='units.body', verbose_name='órgão'),
        ),
        migrations.AddField(
            model_name='decision',
            name='corrects',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='units.decision', verbose_name='corrige'),
        ),
        migrations.AddField(
            model_name='decision',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership'),
        ),
        migrations.AddField(
            model_name='draft',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='units.body', verbose_name='órgão'),
        ),
        migrations.AddField(
            model_name='effect',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='effects', to='units.decision'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='units.body', verbose_name='órgão'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership'),
        ),
        migrations.AddField(
            model_name='decision',
            name='meeting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='units.meeting', verbose_name='reunião'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='units.meeting'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='units.meeting'),
        ),
        migrations.AddField(
            model_name='paper',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership'),
        ),
        migrations.AddField(
            model_name='paper',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='units.decision'),
        ),
        migrations.AddField(
            model_name='paper',
            name='meeting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='units.meeting'),
        ),
        migrations.AddField(
            model_name='position',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership'),
        ),
        migrations.AddField(
            model_name='position',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geo.municipality', verbose_name='município'),
        ),
        migrations.AddField(
            model_name='round',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='units.body', verbose_name='órgão'),
        ),
        migrations.AddField(
            model_name='round',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership'),
        ),
        migrations.AddField(
            model_name='position',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='units.round'),
        ),
        migrations.AddField(
            model_name='decision',
            name='round',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='units.round', verbose_name='ronda'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='round',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='agenda', to='units.round', verbose_name='ronda'),
        ),
        migrations.AddField(
            model_name='decision',
            name='ideas',
            field=models.ManyToManyField(blank=True, related_name='decisions', to='units.structuringidea', verbose_name='ideias estruturantes'),
        ),
        migrations.AddField(
            model_name='task',
            name='item',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tasks', to='units.agendaitem'),
        ),
        migrations.AddField(
            model_name='task',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='units.meeting'),
        ),
        migrations.AddField(
            model_name='task',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='accounts.membership', verbose_name='responsável'),
        ),
        migrations.AddField(
            model_name='version',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership'),
        ),
        migrations.AddField(
            model_name='version',
            name='draft',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='units.draft'),
        ),
        migrations.AddField(
            model_name='round',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='units.version', verbose_name='versão do texto'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('body', 'year', 'number'), name='meeting_numbers_do_not_repeat'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='meeting_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('quorum__gte', 1)), name='meeting_has_a_quorum'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('minutes', 'none'), ('state', 'held'), _connector='OR'), name='minutes_of_meetings_held'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('meeting', 'municipality'), name='one_attendance_per_municipality'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', None), ('meeting__isnull', False)), models.Q(('decision__isnull', False), ('meeting', None)), _connector='OR'), name='paper_belongs_to_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.UniqueConstraint(fields=('round', 'municipality'), name='one_position_per_municipality'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(('answer', 'agrees'), models.Q(('text', ''), _negated=True), _connector='OR'), name='reservations_and_changes_say_what'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('meeting', 'order'), name='agenda_order_does_not_repeat'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number',), name='decision_numbers_do_not_repeat'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('number', ''), ('state', 'draft')), models.Q(('approved_at__isnull', False), ('decided_on__isnull', False), ('state', 'approved'), models.Q(('number', ''), _negated=True)), _connector='OR'), name='approved_decisions_have_number_and_date'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('draft', 'number'), name='version_numbers_do_not_repeat'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='round_codes_do_not_repeat'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'open'])), fields=('version',), name='one_round_at_a_time_on_a_version'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('threshold__gte', 1), ('threshold__lte', 17)), name='threshold_of_the_17'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed'), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('outcome', '')), _connector='OR'), name='closed_rounds_have_an_outcome'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('opened_at__isnull', False), models.Q(('code', ''), _negated=True)), _connector='OR'), name='opened_rounds_have_a_code'),
        ),
        migrations.RunSQL(SQL, BACK),
    ]

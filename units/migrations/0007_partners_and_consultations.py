"""Strategic partners, local social networks, consultations on drafts; what was said in them stays, in the database too."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from pathlib import Path
from typing import Any

from django.db import migrations, models

from units import reference


SQL = (Path(__file__).resolve().parent.parent / "sql" / "consultations.sql").read_text(encoding="utf-8")
BACK = """
DROP TRIGGER comment_in_open_consultation ON units_comment;
DROP TRIGGER reply_before_the_report ON units_reply;
DROP TRIGGER consultation_keeps_its_word ON units_consultation;
DROP TRIGGER version_put_to_a_consultation ON units_version;
"""


def load(apps: Any, schema_editor: Any) -> None:
    reference.load_partners(apps)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_working_day'),
        ('geo', '0003_parishes'),
        ('units', '0006_titles_of_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(blank=True, max_length=20, verbose_name='código')),
                ('question_pt', models.CharField(max_length=300, verbose_name='pergunta')),
                ('question_en', models.CharField(blank=True, max_length=300, verbose_name='pergunta em inglês')),
                ('audience', models.CharField(choices=[('governing', 'Interna: só quem representa um município e a coordenação'), ('network', 'Da rede: todas as entidades com conta leem e comentam'), ('public', 'Pública: toda a gente lê, as entidades da rede comentam')], max_length=10, verbose_name='quem lê e comenta')),
                ('deadline', models.DateTimeField(verbose_name='prazo')),
                ('state', models.CharField(choices=[('draft', 'em preparação'), ('open', 'aberta'), ('closed', 'em resposta'), ('published', 'relatório publicado'), ('withdrawn', 'anulada')], default='draft', max_length=10, verbose_name='estado')),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('conclusion_pt', models.TextField(blank=True, verbose_name='conclusão')),
                ('conclusion_en', models.TextField(blank=True, verbose_name='conclusão em inglês')),
                ('withdrawn_why', models.CharField(blank=True, max_length=240, verbose_name='motivo da anulação')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='units.body', verbose_name='órgão')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='units.version', verbose_name='versão do texto')),
            ],
            options={
                'verbose_name': 'consulta',
                'verbose_name_plural': 'consultas',
                'ordering': ('-made_at',),
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField(verbose_name='número')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='parágrafo')),
                ('kind', models.CharField(choices=[('supports', 'apoia'), ('change', 'propõe alteração'), ('question', 'pergunta'), ('information', 'informação')], max_length=12, verbose_name='o que é')),
                ('evidence', models.CharField(blank=True, choices=[('ascending', 'ascendente: vem do terreno e de quem aí trabalha'), ('descending', 'descendente: vem de dados, estudos ou orientações')], max_length=12, verbose_name='em que se apoia')),
                ('text', models.TextField(verbose_name='comentário')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='entidade')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='units.consultation')),
            ],
            options={
                'verbose_name': 'comentário',
                'verbose_name_plural': 'comentários',
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='LocalNetwork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_pt', models.CharField(blank=True, help_text='Vazio: o nome que a lei lhe dá.', max_length=160, verbose_name='nome próprio')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='nome em inglês')),
                ('seat', models.CharField(blank=True, max_length=200, verbose_name='sede')),
                ('contact_page', models.URLField(blank=True, verbose_name='página de contacto')),
                ('kept_by', models.CharField(blank=True, max_length=160, verbose_name='quem a mantém')),
                ('source', models.CharField(max_length=200, verbose_name='fonte')),
                ('source_on', models.DateField(blank=True, null=True, verbose_name='data da informação')),
                ('is_demo', models.BooleanField(default=False, verbose_name='fictícia')),
                ('updated_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='atualizada em')),
                ('municipality', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geo.municipality', verbose_name='município')),
            ],
            options={
                'verbose_name': 'rede social local',
                'verbose_name_plural': 'redes sociais locais',
                'ordering': ('municipality__sort_key',),
            },
        ),
        migrations.CreateModel(
            name='NetworkDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('diagnosis', 'Diagnóstico social'), ('development', 'Plano de desenvolvimento social'), ('action', 'Plano de ação'), ('other', 'Outro documento')], max_length=12, verbose_name='tipo')),
                ('title', models.CharField(max_length=160, verbose_name='título')),
                ('link', models.URLField(verbose_name='ligação')),
                ('dated', models.DateField(verbose_name='data do documento')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='fonte')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.membership')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='units.localnetwork', verbose_name='rede social local')),
            ],
            options={
                'verbose_name': 'documento de uma rede social',
                'verbose_name_plural': 'documentos das redes sociais',
                'ordering': ('-dated', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('platform', 'Plataforma supraconcelhia'), ('public_institute', 'Instituto público'), ('regional', 'Autoridade regional'), ('research', 'Ensino superior e I&D'), ('territory', 'Entidade pública ou privada do território'), ('project', 'Parceiro de projeto'), ('other', 'Outro parceiro')], max_length=20, verbose_name='tipo')),
                ('name_pt', models.CharField(max_length=200, verbose_name='nome')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='nome em inglês')),
                ('sort_key', models.CharField(db_index=True, editable=False, max_length=200)),
                ('words', models.TextField(default='', editable=False)),
                ('is_group', models.BooleanField(default=False, help_text='Um conjunto de entidades que o REF-AMP não nomeia uma a uma.', verbose_name='designa um conjunto')),
                ('about_pt', models.TextField(blank=True, verbose_name='o que faz com a AMP')),
                ('about_en', models.TextField(blank=True, verbose_name='o que faz com a AMP, em inglês')),
                ('website', models.URLField(blank=True, verbose_name='sítio na Internet')),
                ('area_pt', models.CharField(blank=True, help_text='Quando não é um só município.', max_length=160, verbose_name='área de atuação')),
                ('area_en', models.CharField(blank=True, max_length=160, verbose_name='área de atuação em inglês')),
                ('for_visibility', models.BooleanField(default=False, verbose_name='divulgação e visibilidade social')),
                ('for_projects', models.BooleanField(default=False, verbose_name='projetos integrados com forte componente de inovação social')),
                ('for_monitoring', models.BooleanField(default=False, verbose_name='monitorização e avaliação')),
                ('since', models.DateField(blank=True, null=True, verbose_name='parceria desde')),
                ('until', models.DateField(blank=True, null=True, verbose_name='último dia')),
                ('printed_pt', models.CharField(blank=True, max_length=200, verbose_name='como está no REF-AMP')),
                ('source', models.CharField(help_text='De onde vem esta ficha: documento, protocolo, contacto.', max_length=200, verbose_name='fonte')),
                ('is_demo', models.BooleanField(default=False, verbose_name='fictício')),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geo.municipality', verbose_name='município')),
                ('organisation', models.ForeignKey(blank=True, help_text='Se esta parceria já tem pessoas no portal.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.organisation', verbose_name='entidade no portal')),
            ],
            options={
                'verbose_name': 'parceiro estratégico',
                'verbose_name_plural': 'parceiros estratégicos',
                'ordering': ('sort_key', 'pk'),
            },
        ),
        migrations.AddField(
            model_name='localnetwork',
            name='platform',
            field=models.ForeignKey(blank=True, limit_choices_to={'is_group': False, 'kind': 'platform'}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='units.partner', verbose_name='plataforma supraconcelhia'),
        ),
        migrations.CreateModel(
            name='PartnerRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role_pt', models.CharField(max_length=240, verbose_name='papel')),
                ('role_en', models.CharField(blank=True, max_length=240, verbose_name='papel em inglês')),
                ('axis', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.axis', verbose_name='eixo')),
                ('line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.actionline', verbose_name='linha de ação')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='units.partner', verbose_name='parceiro estratégico')),
            ],
            options={
                'verbose_name': 'papel de um parceiro',
                'verbose_name_plural': 'papéis dos parceiros',
                'ordering': ('-axis__kind', 'axis__order', 'line__order', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('accepted', 'aceite'), ('in_part', 'aceite em parte'), ('not_accepted', 'não aceite'), ('noted', 'tomado em conta')], max_length=12, verbose_name='resultado')),
                ('text', models.TextField(verbose_name='resposta')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reply', to='units.comment')),
            ],
            options={
                'verbose_name': 'resposta',
                'verbose_name_plural': 'respostas',
            },
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='consultation_codes_do_not_repeat'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'open'])), fields=('version',), name='one_consultation_at_a_time_on_a_version'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('opened_at__isnull', False), models.Q(('code', ''), _negated=True)), _connector='OR'), name='opened_consultations_have_a_code'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('closed_at__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='published_consultations_were_closed'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(fields=('consultation', 'number'), name='comment_numbers_do_not_repeat'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comments_say_something'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('paragraph', None), ('paragraph__gte', 1), _connector='OR'), name='paragraphs_count_from_one'),
        ),
        migrations.AddConstraint(
            model_name='networkdocument',
            constraint=models.UniqueConstraint(fields=('network', 'link'), name='one_entry_per_document_of_a_network', violation_error_message='Este documento já está na lista.'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(('since', None), ('until', None), ('until__gte', models.F('since')), _connector='OR'), name='partnership_does_not_end_before_it_starts', violation_error_message='O último dia não pode ser anterior ao primeiro.'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='partner_says_its_source', violation_error_message='Indique de onde vem esta ficha.'),
        ),
        migrations.AddConstraint(
            model_name='partnerrole',
            constraint=models.UniqueConstraint(fields=('partner', 'axis', 'line'), name='one_role_per_axis_or_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='replies_say_something'),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(SQL, BACK),
    ]

"""Plans with their tree, targets, amendments and reports; what was approved stays, in the database too."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import uuid
from decimal import Decimal
from django.db import migrations, models


SQL = (Path(__file__).resolve().parent.parent / "sql" / "baseline.sql").read_text(encoding="utf-8")
BACK = """
DROP TRIGGER approval_stays ON plans_plan;
DROP TRIGGER baseline_stays ON plans_target;
DROP FUNCTION plans_approval_stays();
DROP FUNCTION plans_baseline_stays();
DROP FUNCTION plans_state_of_measure(bigint);
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0004_communication'),
        ('monitor', '0004_replaced_imports'),
        ('units', '0008_comment_numbers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('annual', 'plano de ação anual'), ('domestic_violence', 'plano metropolitano para a violência doméstica'), ('home_support', 'plano metropolitano de apoio domiciliário'), ('training', 'plano metropolitano de ofertas formativas'), ('other', 'outro plano')], default='other', max_length=20, verbose_name='tipo')),
                ('title_pt', models.CharField(max_length=240, verbose_name='título')),
                ('title_en', models.CharField(blank=True, max_length=240, verbose_name='título em inglês')),
                ('summary_pt', models.TextField(blank=True, verbose_name='em resumo')),
                ('summary_en', models.TextField(blank=True, verbose_name='em resumo, em inglês')),
                ('is_reference', models.BooleanField(default=False, verbose_name='documento de referência')),
                ('origin', models.CharField(blank=True, max_length=80, verbose_name='origem')),
                ('source', models.CharField(blank=True, max_length=240, verbose_name='fonte')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='primeiro ano')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='último ano')),
                ('levels_pt', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), verbose_name='nomes dos níveis')),
                ('levels_en', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, verbose_name='nomes dos níveis em inglês')),
                ('rhythm', models.CharField(choices=[('quarter', 'por trimestre'), ('year', 'por ano')], default='quarter', max_length=8, verbose_name='relata-se')),
                ('is_public', models.BooleanField(default=False, verbose_name='público')),
                ('state', models.CharField(choices=[('draft', 'em preparação'), ('approved', 'aprovado'), ('closed', 'encerrado'), ('reference', 'documento de referência')], default='draft', max_length=10, verbose_name='estado')),
                ('approved_by_own', models.CharField(blank=True, max_length=240, verbose_name='aprovação da entidade')),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('is_demo', models.BooleanField(default=False, verbose_name='fictício')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='units.body', verbose_name='órgão')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='units.decision', verbose_name='deliberação')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='accounts.organisation', verbose_name='entidade')),
            ],
            options={
                'verbose_name': 'plano',
                'verbose_name_plural': 'planos',
                'ordering': ('-first_year', 'title_pt', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='PlanElement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('level', models.PositiveSmallIntegerField()),
                ('order', models.PositiveSmallIntegerField()),
                ('code', models.CharField(blank=True, max_length=24, verbose_name='código')),
                ('title_pt', models.TextField(verbose_name='texto')),
                ('title_en', models.TextField(blank=True, verbose_name='texto em inglês')),
                ('reference', models.CharField(blank=True, db_index=True, max_length=12, verbose_name='código REF-AMP')),
                ('serves', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), blank=True, default=list, verbose_name='problemáticas que serve')),
                ('dropped_at', models.DateTimeField(blank=True, null=True)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership', verbose_name='responsável')),
                ('owner_entity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='entidade responsável')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='plans.planelement')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='elements', to='plans.plan')),
            ],
            options={
                'verbose_name': 'elemento do plano',
                'verbose_name_plural': 'elementos do plano',
                'ordering': ('plan', 'order'),
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('order', models.PositiveSmallIntegerField(default=1)),
                ('name_pt', models.CharField(blank=True, max_length=160, verbose_name='o que se mede')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='o que se mede, em inglês')),
                ('unit_pt', models.CharField(max_length=80, verbose_name='unidade de medida')),
                ('unit_en', models.CharField(blank=True, max_length=80, verbose_name='unidade de medida em inglês')),
                ('is_percent', models.BooleanField(default=False, verbose_name='em percentagem')),
                ('aggregation', models.CharField(choices=[('continuous', 'garantia contínua'), ('cumulative', 'progressão acumulada'), ('flow', 'fluxo anual'), ('stock', 'nível (total existente)'), ('undeclared', 'por declarar')], default='undeclared', max_length=12, verbose_name='como se soma')),
                ('is_confirmed', models.BooleanField(default=False, verbose_name='confirmado')),
                ('lower_is_better', models.BooleanField(default=False, verbose_name='quanto menos, melhor')),
                ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='monitor.indicator', verbose_name='indicador')),
                ('element', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='plans.planelement')),
            ],
            options={
                'verbose_name': 'medida',
                'verbose_name_plural': 'medidas',
                'ordering': ('element', 'order'),
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('period', models.CharField(max_length=8, verbose_name='período')),
                ('year', models.PositiveSmallIntegerField(verbose_name='ano')),
                ('value', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='valor')),
                ('kept', models.BooleanField(blank=True, null=True, verbose_name='cumprida')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='nota')),
                ('evidence', models.CharField(blank=True, max_length=500, verbose_name='evidência')),
                ('evidence_url', models.URLField(blank=True, max_length=400, verbose_name='ligação para a evidência')),
                ('correction', models.CharField(blank=True, max_length=240, verbose_name='motivo da correção')),
                ('was_late', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='plans.measure')),
            ],
            options={
                'verbose_name': 'relato de execução',
                'verbose_name_plural': 'relatos de execução',
                'ordering': ('measure', 'period', '-at'),
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('year', models.PositiveSmallIntegerField(verbose_name='ano')),
                ('baseline', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ('value', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='meta')),
                ('printed', models.CharField(blank=True, max_length=40)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='plans.measure')),
            ],
            options={
                'verbose_name': 'meta',
                'verbose_name_plural': 'metas',
                'ordering': ('measure', 'year'),
            },
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('what', models.CharField(choices=[('value', 'valor da meta'), ('text', 'texto'), ('unit', 'unidade ou forma de somar'), ('added', 'acrescentado'), ('dropped', 'retirado'), ('restored', 'reposto')], max_length=10, verbose_name='o que mudou')),
                ('old_value', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ('new_value', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ('old_text', models.TextField(blank=True)),
                ('new_text', models.TextField(blank=True)),
                ('reason', models.CharField(max_length=500, verbose_name='motivo')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.decision', verbose_name='deliberação')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='plans.plan')),
                ('element', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='plans.planelement')),
                ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='plans.target')),
            ],
            options={
                'verbose_name': 'alteração ao plano',
                'verbose_name_plural': 'alterações ao plano',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('body', None), ('is_reference', True), ('organisation', None), ('state', 'reference')), models.Q(models.Q(models.Q(('body', None), ('organisation__isnull', False)), models.Q(('body__isnull', False), ('organisation', None)), _connector='OR'), ('is_reference', False), models.Q(('state', 'reference'), _negated=True)), _connector='OR'), name='plan_is_of_one_or_a_reference'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('first_year__gte', 1800), ('first_year__lte', models.F('last_year')), ('last_year__lte', 2199)), name='plan_years_run_forward'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'annual')), fields=('body', 'first_year'), name='one_annual_plan_a_body_and_year', violation_error_message='Este órgão já tem um plano de ação para esse ano.'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'annual'), _negated=True), ('first_year', models.F('last_year')), _connector='OR'), name='annual_plan_is_of_one_year'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('state__in', ['draft', 'reference'])), models.Q(('approved_at__isnull', False), ('state__in', ['approved', 'closed']), models.Q(models.Q(('body__isnull', False), ('decision__isnull', False)), models.Q(('organisation__isnull', False), models.Q(('approved_by_own', ''), _negated=True)), _connector='OR')), _connector='OR'), name='approved_plan_says_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='planelement',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('plan', 'order'), name='one_place_in_the_plan'),
        ),
        migrations.AddConstraint(
            model_name='planelement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('level', 0), ('parent', None)), models.Q(('level__gt', 0), ('parent__isnull', False)), _connector='OR'), name='roots_have_no_parent'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.UniqueConstraint(fields=('element', 'order'), name='one_place_in_the_element'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('aggregation', 'undeclared'), ('is_confirmed', True), _negated=True), name='undeclared_is_not_confirmed'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('aggregation', 'flow'), ('is_percent', True), _negated=True), name='percentages_are_not_summed'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('measure', 'period'), name='one_report_a_period'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kept', None), ('value__isnull', False)), models.Q(('kept__isnull', False), ('value', None)), _connector='OR'), name='report_says_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('value', None), ('value__gte', 0), _connector='OR'), name='reports_are_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('measure', 'year'), name='one_target_a_year'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('value', None), ('value__gte', Decimal('0')), _connector='OR'), name='targets_are_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='amendments_say_why'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('what', 'value'), _negated=True), ('target__isnull', False), _connector='OR'), name='changed_values_name_their_target'),
        ),
        migrations.RunSQL(SQL, BACK),
    ]

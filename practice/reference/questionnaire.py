"""The questions of the first campaign, from what MAASIP found. Editors change them in the CMS."""

from __future__ import annotations

from typing import Any

TITLE_PT = "Atendimento e acompanhamento social integrado nos 17 municípios"
TITLE_EN = "Integrated social care and support in the 17 municipalities"
INTRO_PT = (
    "Uma vez por ano, o mesmo questionário aos 17 municípios: onde está o Atendimento Integrado, como funciona e o que "
    "o dificulta. Responde a instituição, não a pessoa. Os textos livres nunca são públicos."
)
INTRO_EN = (
    "Once a year, the same questionnaire to the 17 municipalities: where Integrated Care stands, how it works and what "
    "gets in its way. The institution answers, not the person. Free text is never public."
)

AREAS_PT = """acao_social = Ação social em geral
especie = Apoios em espécie
equipamentos = Rede de equipamentos e serviços
habitacao = Habitação
saude = Saúde
educacao = Educação
emprego = Emprego
outra = Outra área"""
AREAS_EN = """acao_social = Social action in general
especie = In-kind support
equipamentos = Network of facilities and services
habitacao = Housing
saude = Health
educacao = Education
emprego = Employment
outra = Another area"""
OBSTACLES_PT = """compromisso = Desigual compromisso e envolvimento das entidades parceiras
partilha = Pouca partilha de responsabilidades entre entidades
informacao = Acesso à informação e partilha da informação
dados = Extração de dados limitada no sistema da Segurança Social
recursos = Escassez de recursos
cultura = Falta de uma cultura comum sobre os objetivos do atendimento
criterios = Critérios e procedimentos pouco claros"""
OBSTACLES_EN = """compromisso = Unequal commitment and involvement of partner entities
partilha = Little sharing of responsibilities among entities
informacao = Access to and sharing of information
dados = Limited data extraction from the Social Security system
recursos = Scarcity of resources
cultura = No common culture about the objectives of care
criterios = Unclear criteria and procedures"""
RESULTS_PT = """rentabilizacao = Maior rentabilização de recursos
espera = Menos lista de espera e menos tempo de atendimento
processos = Processos mais simples
comunicacao = Melhor comunicação e trabalho interinstitucional
fundamentacao = Intervenção mais bem fundamentada
coerencia = Mais coerência entre respostas e necessidades
proximidade = Serviços mais próximos
peregrinacao = Menos peregrinação das pessoas por diferentes serviços"""
RESULTS_EN = """rentabilizacao = Greater resource efficiency
espera = Shorter waiting lists and service times
processos = Simpler processes
comunicacao = Better communication and inter-institutional work
fundamentacao = A greater rationale for intervention
coerencia = Greater consistency between responses and needs
proximidade = Services that are closer
peregrinacao = Less pilgrimage of people among services"""

_HAS: dict[str, Any] = {"only_if": "tem_ai", "only_if_says": "yes"}

QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "section_pt": "O modelo",
        "section_en": "The model",
        "code": "tem_ai",
        "kind": "yes_no",
        "required": True,
        "text_pt": "O município tem em curso um modelo de Atendimento Integrado?",
        "text_en": "Does the municipality have a model of Integrated Care underway?",
        "help_pt": "Uma organização do atendimento e acompanhamento social em que várias entidades trabalham juntas.",
        "help_en": "A way of organising social care and support in which several entities work together.",
        "indicator": "atendimento_integrado",
        "baseline": "agora",
    },
    {
        **_HAS,
        "code": "desde",
        "kind": "number",
        "required": True,
        "text_pt": "Desde que ano?",
        "text_en": "Since which year?",
        "unit_pt": "ano",
        "unit_en": "year",
        "least": "1980",
        "most": "2100",
    },
    {
        **_HAS,
        "code": "forma",
        "kind": "one",
        "required": True,
        "text_pt": "Como está formalizado?",
        "text_en": "How is it formalised?",
        "options_pt": "protocolo = Por protocolo entre as entidades\ninformal = Parceria informal entre profissionais\n"
        "preparacao = Protocolo em preparação",
        "options_en": "protocolo = Through a protocol among entities\ninformal = Informal partnership among "
        "professionals\npreparacao = Protocol being prepared",
        "indicator": "atendimento_protocolo",
        "counts": "protocolo",
        "baseline": "protocolo",
    },
    {
        **_HAS,
        "code": "mudou",
        "kind": "yes_no",
        "text_pt": "A transferência de competências mudou o modelo?",
        "text_en": "Did the transfer of powers change the model?",
        "indicator": "atendimento_mudou",
        "baseline": "mudou",
    },
    {
        "section_pt": "Como funciona",
        "section_en": "How it works",
        "code": "gestor",
        "kind": "yes_no",
        "required": True,
        "text_pt": "Cada processo de acompanhamento tem gestor/a de caso?",
        "text_en": "Does each case have a case manager?",
        "help_pt": "Quem centraliza a informação do processo, negoceia o plano com a pessoa e o acompanha.",
        "help_en": "Who centralises the information of the case, and negotiates and follows the plan.",
        "indicator": "atendimento_gestor_caso",
        "baseline": "gestor",
    },
    {
        "only_if": "gestor",
        "only_if_says": "yes",
        "code": "gestores",
        "kind": "number",
        "text_pt": "Quantos/as gestores/as de caso há?",
        "text_en": "How many case managers are there?",
        "help_pt": "Este número publica-se no monitor com o nome do município.",
        "help_en": "This number is published in the monitor under the municipality's name.",
        "unit_pt": "profissionais",
        "unit_en": "professionals",
        "least": "0",
        "most": "500",
        "indicator": "atendimento_gestores",
    },
    {
        "code": "areas",
        "kind": "several",
        "required": True,
        "text_pt": "Que áreas estão envolvidas?",
        "text_en": "Which areas are involved?",
        "options_pt": AREAS_PT,
        "options_en": AREAS_EN,
        "baseline": "areas",
    },
    {
        "code": "discussao",
        "kind": "yes_no",
        "required": True,
        "text_pt": "Discutem-se casos com profissionais de outras entidades?",
        "text_en": "Are cases discussed with professionals of other entities?",
    },
    {
        "section_pt": "O que dificulta e o que resultou",
        "section_en": "What gets in the way and what came of it",
        "code": "obstaculos",
        "kind": "several",
        "text_pt": "O que mais dificulta o Atendimento Integrado?",
        "text_en": "What gets most in the way of Integrated Care?",
        "options_pt": OBSTACLES_PT,
        "options_en": OBSTACLES_EN,
    },
    {
        "code": "resultados",
        "kind": "several",
        "text_pt": "Que resultados reconhecem?",
        "text_en": "Which results do you recognise?",
        "options_pt": RESULTS_PT,
        "options_en": RESULTS_EN,
    },
    {
        "code": "instrumento",
        "kind": "line",
        "text_pt": "Onde registam os processos?",
        "text_en": "Where are cases recorded?",
        "help_pt": "O nome do instrumento ou do sistema, sem dados de pessoas.",
        "help_en": "The name of the tool or system, without data of people.",
    },
    {
        "code": "partilhar",
        "kind": "prose",
        "text_pt": "O que gostaria de partilhar com os outros municípios?",
        "text_en": "What would you like to share with the other municipalities?",
        "help_pt": "Lido só por quem coordena. Para a rede ler, use o registo de constrangimentos e soluções.",
        "help_en": "Read by the coordination only. For the network to read it, use the register of constraints.",
    },
)

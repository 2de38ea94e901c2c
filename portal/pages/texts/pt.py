"""Portuguese texts of the first pages."""

from portal.pages.texts import HELPLINES, facts, note, section, table, text

HOME = {
    "title": "Concerta",
    "heading": "O que sobra num município faz falta noutro.",
    "lead": (
        "A Concerta junta vagas, residências, ajudas técnicas e horas de equipa dos 17 municípios da Área "
        "Metropolitana do Porto, mostra quem decide sobre elas e a hora a que cada número foi confirmado."
    ),
    "description": (
        "Vagas e recursos sociais partilhados pelos 17 municípios da Área Metropolitana do Porto, com a "
        "hora da confirmação e quem decide."
    ),
    "quote": (
        "Mudou muito. Agora é muito melhor, porque nós não temos de correr a mais sítios. É só um sítio e "
        "eles já sabem o nosso assunto."
    ),
    "quote_source": (
        "Pessoa entrevistada no estudo MAASIP, sobre o atendimento e acompanhamento social integrado em "
        "Portugal. CESIS, policy brief S4P 6587/2024."
    ),
}

UNITS = {
    "title": "Quem decide",
    "description": (
        "O REF-AMP, Referencial Estratégico para a Ação Social na AMP, prevê quatro unidades estratégicas, "
        "uma unidade que as coordena e um conselho que decide em última instância."
    ),
    "body": [
        section("Como isto se governa"),
        text(
            "<p>Cada unidade estratégica responde por um eixo prioritário: o que fazer. A Unidade de "
            "Coordenação Estratégica responde pelos eixos de ação estratégica: como fazer. Os planos de ação das "
            "unidades são discutidos no Conselho de Vereadores de Ação Social.</p><p>As unidades são "
            "compostas por representantes dos municípios, entre três e cinco. Quem as integra é concertado "
            "entre os 17.</p>"
        ),
        note(
            "O que ainda não está aqui",
            "<p>Os planos de ação, com as suas metas, não fazem parte desta versão do portal.</p>",
        ),
        text("<p>Fonte: REF-AMP, documento de trabalho apresentado no Porto a 12 de março de 2014.</p>"),
    ],
}

NEWS = {
    "title": "Notícias e campanhas",
    "description": (
        "O que as unidades, os municípios e as redes sociais locais fazem em conjunto na Área Metropolitana do Porto."
    ),
}

STORIES = {
    "title": "Histórias do monitor",
    "description": (
        "O que os números contam sobre como se vive na Área Metropolitana do Porto, em textos cujos números se "
        "atualizam sozinhos."
    ),
}

REFUGES = [
    note(
        "Casas de abrigo",
        "<p>As casas de abrigo fazem parte deste eixo, mas não aparecem em nenhuma lista, mapa ou contagem, "
        "para ninguém. Pedem-se por categoria e quem responde é a estrutura de apoio à vítima.</p>",
    ),
    HELPLINES,
]

ABOUT = {
    "title": "O que é a Concerta",
    "slug": "sobre",
    "description": (
        "Um portal para os 17 municípios da Área Metropolitana do Porto e os seus parceiros partilharem o "
        "que é escasso, e para qualquer pessoa ver como."
    ),
    "body": [
        section("Para que serve"),
        text(
            "<p>Quem procura uma vaga para hoje telefona, muitas vezes, a todos os números que conhece. "
            "Aqui a procura faz-se uma vez: o catálogo mostra o que cada entidade tem livre e a que horas o "
            "confirmou; o pedido chega a quem decide; a resposta tem prazo; uma recusa tem motivo.</p><p>Um "
            "número de vagas sem hora de confirmação não vale nada às seis da tarde. Por isso nenhum "
            "aparece sozinho: passado o prazo da sua categoria, a palavra muda para «por confirmar».</p>"
        ),
        section("De onde vem: o REF-AMP"),
        text(
            "<p>O Referencial Estratégico para a Ação Social na Área Metropolitana do Porto foi apresentado "
            "ao grupo de trabalho da AMP a 12 de março de 2014. Tem três traços que o "
            "definem:</p><ul><li>linhas estruturantes com <b>clareza conceptual</b>;</li><li>um dispositivo "
            "com forte <b>caráter operativo</b>;</li><li>a promoção de uma <b>gestão integrada e em "
            "rede</b> da ação social à escala metropolitana.</li></ul><p>E assenta em cinco ideias "
            "estruturantes:</p><ol><li>a construção de uma identidade AMP;</li><li>uma cultura de partilha "
            "do esforço e da responsabilidade coletiva;</li><li>o trabalho em rede, aos níveis inter e "
            "supramunicipal;</li><li>a maximização da relação entre investimento e impacto;</li><li>o "
            "fomento de respostas sociais sustentadas na iniciativa da comunidade "
            "metropolitana.</li></ol><p>Os códigos que encontra no catálogo (por exemplo 1.2.1b) são as "
            "respostas operativas do REF-AMP: cada recurso depende de uma delas. Veja-as na página de cada "
            '<a href="/unidades/">unidade</a>.</p>'
        ),
        section("Porque uma só porta"),
        text(
            "<p>O estudo MAASIP ouviu os municípios portugueses sobre atendimento e acompanhamento social "
            "integrado. Em 223 respostas válidas (72,4% dos municípios), 70% têm gestor/a de caso. O "
            "obstáculo mais referido, antes da transferência de competências, foi o compromisso desigual "
            "das entidades parceiras. Entre os resultados estão menos tempo de espera e o fim, ou pelo "
            "menos a redução, da «peregrinação» das pessoas por serviços diferentes.</p><p>Fonte: CESIS, "
            "com a Associação Nacional de Municípios Portugueses e o Instituto da Segurança Social, policy "
            "brief S4P 6587/2024.</p>"
        ),
        section("O que já faz e o que ainda não faz"),
        facts(
            (
                "Já faz",
                (
                    "Catálogo com mapa, pedidos e respostas de camas e lugares por dia, protocolos, "
                    "unidades, API."
                ),
            ),
            (
                "Ainda não faz",
                (
                    "Empréstimo de produtos de apoio, salas e horas de equipa por marcação, bens, monitor "
                    "social, planos de ação e concertação a 17. O catálogo pode descrevê-los; não os gere."
                ),
            ),
            (
                "Não fará",
                (
                    "Registo de casos. A identidade e a história das pessoas ficam no sistema de quem as "
                    "acompanha."
                ),
            ),
        ),
    ],
}

ACCESSIBILITY = {
    "title": "Declaração de acessibilidade",
    "slug": "acessibilidade",
    "description": (
        "O que foi avaliado, o que falta avaliar e o que sabemos que não está bem, nos termos do "
        "Decreto-Lei n.º 83/2018, de 19 de outubro."
    ),
    "body": [
        section("Estado de conformidade"),
        text(
            "<p>Este portal está <b>parcialmente conforme</b> com as Diretrizes de Acessibilidade para "
            "Conteúdo Web (WCAG) 2.1, nível AA, que o Decreto-Lei n.º 83/2018 exige.</p><p>É parcialmente "
            "conforme, e não plenamente, por uma razão simples: até hoje só foi avaliado por máquinas e por "
            "quem o fez. Falta a avaliação manual por especialistas e o teste com pessoas com "
            "deficiência.</p>"
        ),
        section("O que foi avaliado"),
        facts(
            (
                "Avaliação automática",
                (
                    "O axe-core corre sobre cada tipo de página, nas duas línguas, a 1280 e a 390 píxeis de "
                    "largura, sem regras desligadas. Faz parte dos testes de cada versão: uma violação "
                    "impede-a."
                ),
            ),
            (
                "Percursos por teclado",
                (
                    "Procurar, pedir duas camas, aceitar e confirmar percorrem-se só com o teclado, com o "
                    "foco sempre visível. Também fazem parte dos testes."
                ),
            ),
            (
                "Contraste",
                (
                    "Todos os pares de texto e fundo das paletas clara e escura foram calculados: pelo menos "
                    "4,5 para 1."
                ),
            ),
            (
                "Sem JavaScript",
                (
                    "Todas as listas, formulários e páginas funcionam sem ele. Os mapas têm sempre a lista "
                    "ao lado."
                ),
            ),
        ),
        section("O que não foi avaliado"),
        text(
            "<ul><li>Avaliação manual com a lista de verificação oficial: por fazer.</li>"
            "<li>Testes de usabilidade com pessoas com deficiência: por fazer.</li>"
            "<li>Leitores de ecrã (NVDA, JAWS, VoiceOver, TalkBack): por fazer.</li>"
            "<li>Modo de alto contraste do Windows e telemóveis reais: por fazer.</li></ul>"
        ),
        section("Limitações conhecidas"),
        facts(
            (
                "Mapas",
                (
                    "As áreas desenhadas no mapa não recebem foco. Tudo o que o mapa mostra está na lista "
                    "ou na tabela ao lado. Alguns municípios são pequenos de mais para acertar com o dedo."
                ),
            ),
            (
                "Documentos",
                "Os ficheiros que as pessoas editoras carregam não são verificados automaticamente.",
            ),
            (
                "Edição de páginas",
                (
                    "A área de edição é a do Wagtail, um programa de terceiros. Tem partes só em inglês e "
                    "não foi avaliada por nós."
                ),
            ),
            (
                "Documentação da API",
                (
                    "A página interativa da API é gerada por um programa de terceiros, em inglês, e não foi "
                    "avaliada. A descrição OpenAPI tem a mesma informação em texto."
                ),
            ),
        ),
        section("Como esta declaração foi feita"),
        text(
            "<p>Esta declaração foi preparada a 22 de novembro de 2026, com base numa autoavaliação. É "
            "revista a cada versão do portal e, pelo menos, uma vez por ano.</p>"
        ),
        section("Contacto e queixas"),
        text(
            "<p>Enquanto este parágrafo aqui estiver, quem opera esta instalação ainda não indicou o seu "
            "contacto. Antes de a abrir ao público, escreve aqui o seu endereço de e-mail, telefone e prazo "
            "de resposta.</p><p>Depois disso, quem não obtiver resposta, ou não ficar satisfeito com ela, "
            "pode queixar-se à entidade pública que fiscaliza o Decreto-Lei n.º 83/2018 (a Agência para a "
            "Modernização Administrativa, ou a que lhe tenha sucedido).</p>"
        ),
    ],
}

PRIVACY = {
    "title": "Privacidade",
    "slug": "privacidade",
    "description": (
        "A Concerta não é um registo de casos. Esta página diz o que o portal guarda, o que recusa guardar, "
        "por quanto tempo e quem o vê."
    ),
    "body": [
        section("O que o portal nunca guarda"),
        text(
            "<p>Um pedido não tem nome, nem lugar para o escrever. Diz de que se precisa, quanto, quando, a "
            "partir de que município, e condições em faixas ou em escolhas fechadas (faixa etária, "
            "dependência, acessibilidade). A referência do caso é um código de quem o acompanha: o portal "
            "não sabe a quem pertence.</p><p>Nos textos livres, o portal recusa o que possa identificar "
            "alguém: NIF, NISS, número de cartão de cidadão, IBAN, e-mail, telefone e números compridos. "
            "Explica porquê e o que escrever em vez disso. O texto recusado não é guardado em lado nenhum, "
            "nem devolvido por inteiro ao formulário.</p>"
        ),
        note(
            "O filtro não deteta nomes",
            "<p>Nenhum filtro reconhece com segurança o nome de uma pessoa. Não escreva nomes nas notas.</p>",
        ),
        section("O que guarda, e por quanto tempo"),
        table(
            "Dados guardados, fim e prazo",
            "O quê|Para quê|Até quando",
            "Conta: e-mail, nome, língua, palavra-passe cifrada|iniciar sessão|enquanto a conta existir",
            "Vínculos: entidade, papéis, acreditações|saber o que cada pessoa pode fazer|enquanto existirem",
            "Sessão|manter a sessão iniciada|12 horas",
            "Pedidos e reservas, sem identidade|gerir vagas e contar procura|sem prazo: não identificam a "
            "pessoa apoiada",
            (
                "Textos livres (notas, condições, motivos)|decidir e executar o pedido|180 dias, depois são "
                "apagados"
            ),
            "Registo de atos: quem, por que entidade, quando, de que estado para que estado|prestar "
            "contas|sem prazo, sem o texto (só um resumo cifrado que prova que não mudou)",
            "Mensagens por e-mail|informar quem tem de decidir|30 dias depois de enviadas",
            "Endereço e língua de quem pede o boletim|enviar o boletim|até deixar de o receber; sem confirmação, "
            "3 dias",
            "E-mail de quem, sem conta, propõe um compromisso ou uma iniciativa|confirmar e responder|30 dias depois "
            "de acabar; sem confirmação, 3 dias",
            "Participantes de programas: só um código, faixas e presenças|gerir a edição e certificar|12 meses depois "
            "de a edição encerrar; ficam números e códigos de certificados",
            "Discussões de caso: pergunta sem identidade, convidados e notas|reunir quem acompanha|30 dias depois da "
            "hora marcada, sem cópia",
            "Avisos no portal|informar quem tem de decidir|enquanto a conta existir",
            "Respostas da API, para que um pedido repetido não conte duas vezes|fiabilidade|24 horas",
            "Chaves da API|acesso de outros programas|guardadas só em resumo cifrado, revogáveis",
            "Endereços secretos de calendário|ver as reservas noutro programa|guardados só em resumo "
            "cifrado, revogáveis",
            "Pesquisas guardadas|avisar quando houver vaga|até as apagar, ou 90 dias depois de acabarem",
            "Escolhas de avisos|enviar de imediato, em resumo ou não enviar|enquanto a conta existir",
            "Artigos emprestados: código, série, estado, o que faltou na devolução|gerir o banco|sem prazo: "
            "não dizem quem os usou",
            "Versões anteriores de equipamentos e recursos, com autor e hora|prestar contas e desfazer|sem "
            "prazo; as de uma casa de abrigo são apagadas",
            "Fotografias de equipamentos públicos, sem dados da câmara|reconhecer o lugar|enquanto o "
            "equipamento for público",
        ),
        section("Quem vê o quê"),
        facts(
            ("T0, público", "Recurso, morada e mapa: toda a gente."),
            ("T1, rede", "Só quem tem sessão iniciada e pertence a uma entidade da rede."),
            ("T2, reservado", "Só papéis acreditados. A área aparece como AMP, sem município."),
            (
                "T3, casas de abrigo",
                (
                    "Ninguém. Não há morada, freguesia, município nem coordenadas guardadas: o que não "
                    "existe não se perde. Não entram em listas, mapas nem contagens."
                ),
            ),
        ),
        text(
            "<p>Onde há menos de três unidades, quem visita o portal vê a palavra (disponível, escassa, "
            "esgotada) e não o número. O que não pode ver e o que não existe têm a mesma resposta. As "
            "mensagens sobre recursos reservados dizem apenas que algo espera por si.</p>"
        ),
        section("Cookies e terceiros"),
        text(
            "<p>O portal só usa cookies estritamente necessários: a sessão de quem entrou, a proteção dos "
            "formulários e a mensagem que confirma o que acabou de fazer. Quem apenas lê páginas não recebe "
            "nenhum. Não há estatísticas de visita, publicidade nem perfis.</p><p>Nada é carregado de "
            "outros servidores: os tipos de letra são os do seu aparelho, e mapas e programas vêm do "
            "próprio portal. Os registos técnicos não guardam endereços de rede, pesquisas nem o conteúdo "
            "dos pedidos. Para travar tentativas de entrada abusivas, o endereço de rede é contado em "
            "memória durante alguns minutos.</p>"
        ),
        section("Fotografias e ficheiros"),
        text(
            "<p>Das imagens carregadas para as páginas é retirado tudo o que trazem escondido: local, data, "
            "aparelho, autoria. Os outros ficheiros são publicados como chegam.</p>"
        ),
        section("Os seus direitos"),
        text(
            "<p>Tem direito a aceder aos dados da sua conta, a corrigi-los, a apagá-los e a opor-se ao seu "
            "tratamento (RGPD, artigos 15.º a 21.º), e a queixar-se à Comissão Nacional de Proteção de "
            "Dados.</p><p>Enquanto este parágrafo aqui estiver, quem opera esta instalação ainda não disse "
            "quem é. Antes de a abrir ao público, escreve aqui o responsável pelo tratamento, o contacto do "
            "encarregado de proteção de dados e a base legal do tratamento.</p>"
        ),
    ],
}

OPEN_DATA = {
    "title": "Dados abertos e API",
    "slug": "dados-abertos",
    "description": (
        "O que se pode ler por programa, com que licença e de que fonte. E o que ainda não existe."
    ),
    "body": [
        section("O que existe"),
        table(
            "Endereços públicos, sem chave",
            "Endereço|O que dá",
            "/api/v1/openapi.json|a descrição de toda a API, em OpenAPI 3.1",
            "/api/v1/municipalities|os 17 municípios: código DICO, nome, área, população com a sua série",
            "/api/v1/municipalities.geojson|o contorno dos 17 municípios, em GeoJSON",
            "/api/v1/categories|as categorias de recursos, em árvore",
            "/api/v1/bodies|os órgãos do REF-AMP: nome, tipo e mandato",
            "/api/v1/indicators|os indicadores do Monitor; cada um com definição, fonte, método e licença",
            "/api/v1/indicators/{código}/observations|os valores de um indicador, por município e período; também "
            "em .json, .csv, .xlsx e .jsonstat",
            "/api/v1/indicators/{código}/revisions|os valores que foram revistos, e quando",
            "/api/v1/resources|os recursos públicos: o que são, onde, se têm lugar e quando foi confirmado",
            "/api/v1/resources.geojson|os mesmos, como pontos",
            "/recursos/exportar.csv, .xlsx|o que uma pesquisa encontra, em tabela, com fonte e licença",
            "/unidades/decisoes/exportar.csv, .xlsx|as decisões públicas dos órgãos, em tabela",
        ),
        section("Para levar inteiro"),
        text(
            '<p><a href="/dados-abertos/indicadores.csv">Todos os valores públicos do Monitor numa só tabela</a> '
            "(CSV, UTF-8, vírgulas e ponto decimal): lugar, indicador, período, valor, estado, fonte e licença em "
            "cada linha. Um valor vazio nunca é zero: o estado diz se é confidencial ou se não há dados. A tabela "
            'está descrita num <a href="/dados-abertos/datapackage.json">data package</a>, e cada indicador tem o '
            "seu em /monitor/{código}/datapackage.json.</p>"
            '<p>O <a href="/dados-abertos/catalogo.jsonld">catálogo em DCAT-AP</a> (JSON-LD) lista todos os '
            "conjuntos de dados com endereços, formatos, datas e licença, para que outros portais os recolham. O que "
            'mudou nos números e quando está em <a href="/monitor/atualizacoes/">Atualizações</a>, também como '
            '<a href="/monitor/atualizacoes/atom.xml">feed (Atom)</a>.</p>'
        ),
        text(
            '<p>A <a href="/api/v1/docs">documentação interativa</a> permite experimentar cada chamada. '
            "Pedir, responder e confirmar capacidade também se faz por API, com uma chave que representa "
            "uma entidade.</p>"
        ),
        section("De onde vêm os números"),
        facts(
            (
                "Contornos",
                (
                    "Esquemáticos, generalizados a partir da Carta Administrativa Oficial de Portugal, "
                    "Direção-Geral do Território (CC BY 3.0, equivalente). Servem para dizer onde; não para "
                    "medir."
                ),
            ),
            (
                "População",
                (
                    "INE, Censos 2021, resultados preliminares. Os definitivos diferem ligeiramente; a série "
                    "vai sempre com o número."
                ),
            ),
            ("Sedes de município", "GeoNames, CC BY 4.0."),
            ("Eixos e respostas", "REF-AMP, documento de trabalho, 12 de março de 2014."),
            (
                "Recursos e vagas",
                (
                    "As entidades que os publicam. Numa instalação de demonstração são fictícios, e cada "
                    "página o diz: não os use como se fossem reais."
                ),
            ),
        ),
        section("Licença"),
        text(
            "<p>O programa é livre, sob a licença EUPL-1.2. Contornos, população e sedes seguem a licença "
            "da sua fonte, acima. Cada valor do Monitor diz a licença da sua fonte, ou «por confirmar» quando a "
            "fonte não a diz. A licença dos dados que as entidades publicam cabe a quem operar o "
            "portal: até lá, cite a fonte e a hora, e não os republique como oficiais.</p>"
        ),
        section("O que nunca aqui estará"),
        text(
            "<p>Recursos da rede ou reservados só saem pela API para quem os pode ver. As casas de abrigo "
            "não saem de forma nenhuma: nem como ponto, nem como contagem, nem por diferença entre dois "
            "totais.</p>"
        ),
        section("O que ainda não existe"),
        text(
            "<p>Planos e metas, histórico de ocupação e as exportações HSDS e OGC API Features. Quando existirem, "
            "esta página diz em que endereço e de que fonte.</p>"
        ),
    ],
}

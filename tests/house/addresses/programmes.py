"""Addresses of programmes and training against every member of the cast: rows of the table in test_permissions."""

ROWS: dict[str, tuple[str, str, str]] = {
    "programas/": (
        "GET",
        "/programas/",
        "200 200 200 200 200 200 200 200",
    ),
    "programas/formacao/": (
        "GET",
        "/programas/formacao/",
        "200 200 200 200 200 200 200 200",
    ),
    "programas/formacao/mapa-da-oferta/": (
        "GET",
        "/programas/formacao/mapa-da-oferta/",
        "200 200 200 200 200 200 200 200",
    ),
    "programas/formacao/formacao.csv": (
        "GET",
        "/programas/formacao/formacao.csv",
        "200 200 200 200 200 200 200 200",
    ),
    "programas/formacao/formacao.ics": (
        "GET",
        "/programas/formacao/formacao.ics",
        "200 200 200 200 200 200 200 200",
    ),
    "programas/certificados/": (
        "GET",
        "/programas/certificados/",
        "200 200 200 200 200 200 200 200",
    ),
    # Nobody's code.
    "programas/certificados/<str:code>/": (
        "GET",
        "/programas/certificados/K7QM2XNP94TD/",
        "404 404 404 404 404 404 404 404",
    ),
    "programas/<uuid:uuid>/": (
        "GET",
        "/programas/{programme_published}/",
        "200 200 200 200 200 200 200 200",
    ),
    "programas/inscrever/<uuid:uuid>/": (
        "GET",
        "/programas/inscrever/{programme_edition}/",
        "200 200 200 200 200 200 200 200",
    ),
    "trabalho/programas/": (
        "GET",
        "/trabalho/programas/",
        "302 200 200 200 200 200 200 404",
    ),
    "trabalho/programas/inscricoes/": (
        "GET",
        "/trabalho/programas/inscricoes/",
        "302 200 200 200 200 200 200 404",
    ),
    "trabalho/programas/inscricoes/<uuid:uuid>/retirar/": (
        "GET",
        "/trabalho/programas/inscricoes/{participant_applied}/retirar/",
        "302 200 404 200 404 404 404 404",
    ),
    "trabalho/programas/passagens/<uuid:uuid>/recebida/": (
        "POST",
        "/trabalho/programas/passagens/{programme_handover}/recebida/",
        "302 303 404 409 404 404 404 404",
    ),
    "trabalho/programas/novo/": (
        "GET",
        "/trabalho/programas/novo/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/fichas/<uuid:uuid>/": (
        "GET",
        "/trabalho/programas/fichas/{programme_sheet}/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/programas/fichas/<uuid:uuid>/publicar/": (
        "GET",
        "/trabalho/programas/fichas/{programme_sheet}/publicar/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/fichas/<uuid:uuid>/fases/<int:number>/": (
        "GET",
        "/trabalho/programas/fichas/{programme_sheet}/fases/1/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/fichas/<uuid:uuid>/leituras/<int:number>/": (
        "GET",
        "/trabalho/programas/fichas/{programme_sheet}/leituras/1/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/<uuid:uuid>/versao/": (
        "POST",
        "/trabalho/programas/{programme}/versao/",
        "302 303 404 404 404 404 404 404",
    ),
    "trabalho/programas/<uuid:uuid>/criterios/": (
        "GET",
        "/trabalho/programas/{programme}/criterios/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/<uuid:uuid>/criterios/publicar/": (
        "POST",
        "/trabalho/programas/{programme}/criterios/publicar/",
        "302 303 404 404 404 404 404 404",
    ),
    "trabalho/programas/<uuid:uuid>/edicoes/nova/": (
        "GET",
        "/trabalho/programas/{programme_published}/edicoes/nova/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/edicoes/<uuid:uuid>/": (
        "GET",
        "/trabalho/programas/edicoes/{programme_edition}/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/programas/edicoes/<uuid:uuid>/alterar/": (
        "GET",
        "/trabalho/programas/edicoes/{programme_edition}/alterar/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/edicoes/<uuid:uuid>/passo/<slug:step>/": (
        "GET",
        "/trabalho/programas/edicoes/{programme_edition}/passo/abrir/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/edicoes/<uuid:uuid>/reabrir-inscricoes/": (
        "GET",
        "/trabalho/programas/edicoes/{programme_edition}/reabrir-inscricoes/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/edicoes/<uuid:uuid>/outro-modo/": (
        "GET",
        "/trabalho/programas/edicoes/{programme_edition}/outro-modo/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/edicoes/<uuid:uuid>/aviso/": (
        "GET",
        "/trabalho/programas/edicoes/{programme_edition}/aviso/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/edicoes/<uuid:uuid>/encerrar/": (
        "GET",
        "/trabalho/programas/edicoes/{programme_edition}/encerrar/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/edicoes/<uuid:uuid>/inscrever/": (
        "GET",
        "/trabalho/programas/edicoes/{programme_edition}/inscrever/",
        "302 200 200 200 200 200 404 404",
    ),
    "trabalho/programas/edicoes/<uuid:uuid>/selecao/": (
        "GET",
        "/trabalho/programas/edicoes/{programme_edition}/selecao/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/programas/edicoes/<uuid:uuid>/matriculas/": (
        "GET",
        "/trabalho/programas/edicoes/{programme_edition}/matriculas/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/programas/edicoes/<uuid:uuid>/participantes/": (
        "GET",
        "/trabalho/programas/edicoes/{programme_edition}/participantes/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/programas/edicoes/<uuid:uuid>/turmas/": (
        "GET",
        "/trabalho/programas/edicoes/{programme_edition}/turmas/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/programas/edicoes/<uuid:uuid>/sessoes/": (
        "GET",
        "/trabalho/programas/edicoes/{programme_edition}/sessoes/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/programas/edicoes/<uuid:uuid>/empreendimentos/": (
        "GET",
        "/trabalho/programas/edicoes/{programme_edition}/empreendimentos/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/programas/edicoes/<uuid:uuid>/encerramento/": (
        "GET",
        "/trabalho/programas/edicoes/{programme_edition}/encerramento/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/programas/edicoes/<uuid:uuid>/certificados/": (
        "GET",
        "/trabalho/programas/edicoes/{programme_edition}/certificados/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/programas/participantes/<uuid:uuid>/": (
        "GET",
        "/trabalho/programas/participantes/{participant}/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/programas/participantes/<uuid:uuid>/lugar/": (
        "GET",
        "/trabalho/programas/participantes/{participant}/lugar/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/participantes/<uuid:uuid>/desistencia/": (
        "GET",
        "/trabalho/programas/participantes/{participant}/desistencia/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/participantes/<uuid:uuid>/passagem/": (
        "GET",
        "/trabalho/programas/participantes/{participant}/passagem/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/participantes/<uuid:uuid>/fim/": (
        "GET",
        "/trabalho/programas/participantes/{participant}/fim/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/participantes/<uuid:uuid>/certificado-anterior/": (
        "GET",
        "/trabalho/programas/participantes/{participant}/certificado-anterior/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/participantes/<uuid:uuid>/voltou/": (
        "POST",
        "/trabalho/programas/participantes/{participant}/voltou/",
        "302 409 404 404 404 404 404 404",
    ),
    "trabalho/programas/participantes/<uuid:uuid>/certificado-anterior/decidir/": (
        "POST",
        "/trabalho/programas/participantes/{participant}/certificado-anterior/decidir/",
        "302 409 404 404 404 404 404 404",
    ),
    "trabalho/programas/turmas/<uuid:uuid>/": (
        "GET",
        "/trabalho/programas/turmas/{turma}/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/programas/turmas/<uuid:uuid>/apagar/": (
        "POST",
        "/trabalho/programas/turmas/{turma}/apagar/",
        "302 409 404 404 404 404 404 404",
    ),
    "trabalho/programas/sessoes/<uuid:uuid>/": (
        "GET",
        "/trabalho/programas/sessoes/{class_session}/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/programas/sessoes/<uuid:uuid>/alterar/": (
        "GET",
        "/trabalho/programas/sessoes/{class_session}/alterar/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/sessoes/<uuid:uuid>/cancelar/": (
        "GET",
        "/trabalho/programas/sessoes/{class_session}/cancelar/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/sessoes/<uuid:uuid>/nao-se-fez/": (
        "GET",
        "/trabalho/programas/sessoes/{class_session}/nao-se-fez/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/empreendimentos/<uuid:uuid>/": (
        "GET",
        "/trabalho/programas/empreendimentos/{venture}/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/programas/empreendimentos/<uuid:uuid>/<slug:verb>/": (
        "GET",
        "/trabalho/programas/empreendimentos/{venture}/avancar/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/programas/certificados/<uuid:uuid>.pdf": (
        "GET",
        "/trabalho/programas/certificados/{certificate}.pdf",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/programas/certificados/<uuid:uuid>/anular/": (
        "GET",
        "/trabalho/programas/certificados/{certificate}/anular/",
        "302 200 404 404 404 404 404 404",
    ),
}

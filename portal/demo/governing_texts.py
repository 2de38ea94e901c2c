"""What the bodies of the demonstration put to the 17: invented, and every text says so."""

from __future__ import annotations

INVENTED = "Demonstração: texto inventado, sem valor."
INVENTED_EN = "Demonstration: an invented text, of no effect."
EXAMPLE, EXAMPLE_EN = "(exemplo)", "(example)"
# Municipalities by what they say in the round that is open; Maia's representative is silent, so that it can be tried.
MAIA, SILENT = "1306", ("1306", "0107", "0119")
RESERVING = {
    "1310": "Concordamos, desde que o transporte entre concelhos fique a cargo de quem pede.",
    "0104": "Concordamos com reserva: a distância aos bancos do litoral pede um ponto de entrega a sul.",
}
CHANGING = {"1308": "No artigo 3.º, trocar 90 por 60 dias e permitir três renovações."}

LOAN_PERIOD = """Artigo 1.º Os produtos de apoio dos bancos da rede são cedidos por 90 dias.

Artigo 2.º O prazo renova-se até duas vezes, se ninguém estiver à espera do mesmo produto."""
HYGIENE = """Artigo 1.º Entre duas cedências do mesmo produto passam pelo menos 48 horas.

Artigo 2.º Nesse tempo o produto é limpo, desinfetado e verificado por quem o guarda."""
QUOTA = """Artigo 1.º Nas residências partilhadas, 30% dos lugares ficam para residentes do município onde estão.

Artigo 2.º Os outros lugares servem os 17 municípios por ordem de pedido."""
QUOTA_AGAIN = """Artigo 1.º Nas residências partilhadas, 20% dos lugares ficam para residentes do município onde estão.

Artigo 2.º Os outros lugares servem os 17 municípios por ordem de pedido.

Artigo 3.º A quota é revista ao fim de um ano, com os números da procura."""
BANK = """Artigo 1.º O banco de ajudas técnicas reúne os produtos que os 17 municípios e a rede partilham.

Artigo 2.º Pede quem acompanha a pessoa; decide quem guarda o produto.

Artigo 3.º O prazo de cedência é de 90 dias."""
BANK_AGAIN = """Artigo 1.º O banco de ajudas técnicas reúne os produtos que os 17 municípios e a rede partilham.

Artigo 2.º Pede quem acompanha a pessoa; decide quem guarda o produto, em dois dias úteis.

Artigo 3.º O prazo de cedência é de 90 dias, renovável duas vezes.

Artigo 4.º Entre duas cedências passam 48 horas, para higienização.

Artigo 5.º Ao fim de um ano, a unidade apresenta contas do que foi cedido e do que ficou por ceder."""

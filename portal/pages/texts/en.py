"""English texts of the first pages."""

from portal.pages.texts import HELPLINES, facts, note, section, table, text

HOME = {
    "title": "Concerta",
    "heading": "What one municipality can spare, another one needs.",
    "lead": (
        "Concerta brings together places, residences, technical aids and team hours of the 17 "
        "municipalities of the Porto Metropolitan Area, shows who decides about them and when each number "
        "was confirmed."
    ),
    "description": (
        "Places and social resources shared by the 17 municipalities of the Porto Metropolitan Area, with "
        "the hour of confirmation and who decides."
    ),
    "quote": (
        "It has changed a lot. Now it is much better, because we do not have to run around to different "
        "places. It is just one place and they already know what we need."
    ),
    "quote_source": (
        "Person interviewed in the MAASIP study on integrated social care and support in Portugal. CESIS, "
        "policy brief S4P 6587/2024."
    ),
}

UNITS = {
    "title": "Who decides",
    "description": (
        "REF-AMP, the Strategic Framework for Social Action in the Porto Metropolitan Area, provides for four "
        "strategic units, a unit that coordinates them and a council that decides in the last instance."
    ),
    "body": [
        section("How it is governed"),
        text(
            "<p>Each strategic unit answers for a priority axis: what to do. The Strategic Coordination Unit answers "
            "for the axes of strategic action: how to do it. The units’ action plans are discussed in the "
            "Council of Councillors for Social Action.</p><p>The units are made up of representatives of "
            "the municipalities, between three and five. Who sits in them is agreed among the 17.</p>"
        ),
        note(
            "What is not here yet",
            "<p>Action plans, with their targets, are not part of this version of the portal.</p>",
        ),
        text("<p>Source: REF-AMP, working document presented in Porto on 12 March 2014.</p>"),
    ],
}

NEWS = {
    "title": "News and campaigns",
    "description": (
        "What the units, the municipalities and the local social networks do together in the Porto Metropolitan Area."
    ),
}

STORIES = {
    "title": "Stories from the monitor",
    "description": (
        "What the figures tell of life in the Porto Metropolitan Area, in texts whose figures keep themselves up to "
        "date."
    ),
}

REFUGES = [
    note(
        "Refuges",
        "<p>Refuges belong to this axis, but appear in no list, map or count, for anybody. They are asked "
        "for by category, and the victim support service answers.</p>",
    ),
    HELPLINES,
]

ABOUT = {
    "title": "What Concerta is",
    "slug": "sobre",
    "description": (
        "A portal in which the 17 municipalities of the Porto Metropolitan Area and their partners share "
        "what is scarce, and anybody can see how."
    ),
    "body": [
        section("What it is for"),
        text(
            "<p>Somebody looking for a place for tonight often phones every number they know. Here one "
            "looks once: the catalogue shows what each organisation has free and when it confirmed it; the "
            "request reaches whoever decides; the answer has a deadline; a refusal has a reason.</p><p>A "
            "number of free places without its hour of confirmation is worth nothing at six in the evening. "
            "So none stands alone: past the limit of its category, the word changes to "
            "“unconfirmed”.</p>"
        ),
        section("Where it comes from: REF-AMP"),
        text(
            "<p>The Strategic Framework for Social Action in the Porto Metropolitan Area was presented to "
            "the metropolitan working group on 12 March 2014. Three traits define "
            "it:</p><ul><li>structuring lines with <b>conceptual clarity</b>;</li><li>a device of strongly "
            "<b>operative character</b>;</li><li>the promotion of <b>integrated, networked management</b> "
            "of social action at metropolitan scale.</li></ul><p>And it rests on five structuring "
            "ideas:</p><ol><li>building a metropolitan identity;</li><li>a culture of sharing effort and "
            "collective responsibility;</li><li>networking at inter-municipal and supra-municipal "
            "level;</li><li>maximising the relation between investment and impact;</li><li>fostering social "
            "responses sustained by the initiative of the metropolitan community.</li></ol><p>The codes you "
            "find in the catalogue (for example 1.2.1b) are REF-AMP’s operative responses: each resource "
            'belongs to one of them. See them on the page of each <a href="/en/unidades/">unit</a>.</p>'
        ),
        section("Why a single door"),
        text(
            "<p>The MAASIP study asked Portuguese municipalities about integrated social care and support. "
            "In 223 valid answers (72.4% of the municipalities), 70% have a case manager. The obstacle most "
            "often named, before the transfer of powers, was the unequal commitment of partner "
            "organisations. Among the results are shorter waiting and the end, or at least the reduction, "
            "of people’s “pilgrimage” from one service to another.</p><p>Source: CESIS, with the National "
            "Association of Portuguese Municipalities and the Institute of Social Security, policy brief "
            "S4P 6587/2024.</p>"
        ),
        section("What it does, and does not do yet"),
        facts(
            (
                "It does",
                "Catalogue with map, requests and answers for beds and places by day, agreements, units, API.",
            ),
            (
                "Not yet",
                (
                    "Loan of assistive products, rooms and team hours by appointment, goods, social "
                    "monitor, action plans and concertation among the 17. The catalogue may describe them; "
                    "it does not manage them."
                ),
            ),
            (
                "It never will",
                "Keep case files. People’s identity and story stay in the system of whoever supports them.",
            ),
        ),
    ],
}

ACCESSIBILITY = {
    "title": "Accessibility statement",
    "slug": "acessibilidade",
    "description": (
        "What was evaluated, what remains to be evaluated and what we know is not right, under Decree-Law "
        "83/2018 of 19 October."
    ),
    "body": [
        section("Compliance status"),
        text(
            "<p>This portal is <b>partially compliant</b> with the Web Content Accessibility Guidelines "
            "(WCAG) 2.1, level AA, which Decree-Law 83/2018 requires.</p><p>It is partially and not fully "
            "compliant for a plain reason: so far only machines and the people who built it have evaluated "
            "it. Manual evaluation by specialists and tests with people with disabilities are missing.</p>"
        ),
        section("What was evaluated"),
        facts(
            (
                "Automatic evaluation",
                (
                    "axe-core runs over every type of page, in both languages, 1280 and 390 pixels wide, "
                    "with no rule switched off. It is part of the tests of each version: one violation "
                    "stops it."
                ),
            ),
            (
                "Journeys by keyboard",
                (
                    "Searching, asking for two beds, accepting and confirming are walked by keyboard alone, "
                    "with the focus always visible. They too are part of the tests."
                ),
            ),
            (
                "Contrast",
                (
                    "Every pair of text and ground in the light and dark palettes was computed: at least "
                    "4.5 to 1."
                ),
            ),
            (
                "Without JavaScript",
                "All lists, forms and pages work without it. Maps always have the list beside them.",
            ),
        ),
        section("What was not evaluated"),
        text(
            "<ul><li>Manual evaluation with the official checklist: to be done.</li>"
            "<li>Usability tests with people with disabilities: to be done.</li>"
            "<li>Screen readers (NVDA, JAWS, VoiceOver, TalkBack): to be done.</li>"
            "<li>Windows high-contrast mode and real phones: to be done.</li></ul>"
        ),
        section("Known limitations"),
        facts(
            (
                "Maps",
                (
                    "Areas drawn on the map do not take focus. Everything the map shows is in the list or "
                    "table beside it. Some municipalities are too small to hit with a finger."
                ),
            ),
            ("Documents", "Files that editors upload are not checked automatically."),
            (
                "Editing pages",
                "The editing area is Wagtail’s, a third-party program. We have not evaluated it.",
            ),
            (
                "API documentation",
                (
                    "The interactive page of the API is generated by a third-party program and was not "
                    "evaluated. The OpenAPI description has the same information as text."
                ),
            ),
        ),
        section("How this statement was made"),
        text(
            "<p>This statement was prepared on 22 November 2026, from a self-assessment. It is reviewed "
            "with each version of the portal and at least once a year.</p>"
        ),
        section("Contact and complaints"),
        text(
            "<p>As long as this paragraph stands here, whoever operates this installation has not yet given "
            "its contact. Before opening it to the public, it writes here its email address, telephone and "
            "time to answer.</p><p>After that, anybody who gets no answer, or is not satisfied with it, may "
            "complain to the public body that supervises Decree-Law 83/2018 (the Agency for Administrative "
            "Modernisation, or its successor).</p>"
        ),
    ],
}

PRIVACY = {
    "title": "Privacy",
    "slug": "privacidade",
    "description": (
        "Concerta is not a register of cases. This page says what the portal keeps, what it refuses to "
        "keep, for how long and who sees it."
    ),
    "body": [
        section("What the portal never keeps"),
        text(
            "<p>A request has no name, and no place to write one. It says what is needed, how much, when, "
            "from which municipality, and conditions in bands or closed choices (age band, dependency, "
            "accessibility). The case reference is a code of whoever supports the person: the portal does "
            "not know whom it stands for.</p><p>In free text the portal refuses what could identify "
            "somebody: tax number, social security number, citizen card number, IBAN, email, telephone and "
            "long numbers. It explains why and what to write instead. A refused text is kept nowhere, and "
            "not given back whole to the form.</p>"
        ),
        note(
            "The filter does not catch names",
            "<p>No filter safely recognises a person’s name. Do not write names in the notes.</p>",
        ),
        section("What it keeps, and for how long"),
        table(
            "Data kept, purpose and time",
            "What|What for|Until when",
            "Account: email, name, language, hashed password|signing in|as long as the account exists",
            (
                "Memberships: organisation, roles, accreditations|knowing what each person may do|as long as "
                "they exist"
            ),
            "Session|staying signed in|12 hours",
            "Requests and bookings, without identity|managing places and counting demand|no limit: they do "
            "not identify the person supported",
            (
                "Free text (notes, conditions, reasons)|deciding and carrying out the request|180 days, then "
                "deleted"
            ),
            "Record of acts: who, for which organisation, when, from which state to which|accountability|no "
            "limit, without the text (only a keyed hash that proves it did not change)",
            "Emails|telling whoever has to decide|30 days after they were sent",
            "Address and language of who asks for the newsletter|sending the newsletter|until they leave; never "
            "confirmed, 3 days",
            "E-mail of who, without an account, offers a pledge or an initiative|confirming and answering|30 days "
            "after it ends; never confirmed, 3 days",
            "Participants of programmes: only a code, bands and attendance|running the edition and certifying|12 "
            "months after the edition closes; figures and codes of certificates stay",
            "Case discussions: question without identity, those invited and notes|bringing together who follows the "
            "case|30 days after the set time, with no copy",
            "Notices in the portal|telling whoever has to decide|as long as the account exists",
            "Answers of the API, so that a repeated request does not count twice|reliability|24 hours",
            "API tokens|access by other programs|kept only as a hash, revocable",
            "Secret calendar addresses|seeing bookings in another program|kept only as a hash, revocable",
            "Saved searches|telling you when there is a place|until you delete them, or 90 days after they "
            "end",
            "Choices of notices|sending at once, in a digest or not at all|as long as the account exists",
            "Items lent: code, serial number, condition, what was missing on return|running the bank|no "
            "limit: they do not say who used them",
            "Earlier versions of facilities and resources, with author and time|accountability and undoing|no "
            "limit; those of a refuge are deleted",
            "Photographs of public facilities, without camera data|recognising the place|as long as the "
            "facility is public",
        ),
        section("Who sees what"),
        facts(
            ("T0, public", "Resource, address and map: everybody."),
            ("T1, network", "Only those signed in who belong to an organisation of the network."),
            (
                "T2, restricted",
                "Only accredited roles. The area appears as the metropolitan area, without municipality.",
            ),
            (
                "T3, refuges",
                (
                    "Nobody. No address, parish, municipality or coordinates are stored: what does not exist "
                    "cannot leak. They are in no list, map or count."
                ),
            ),
        ),
        text(
            "<p>Where there are fewer than three units, visitors see the word (available, scarce, full) and "
            "not the number. What you may not see and what does not exist get the same answer. Emails "
            "about restricted resources say only that something waits for you.</p>"
        ),
        section("Cookies and third parties"),
        text(
            "<p>The portal only uses strictly necessary cookies: the session of whoever signed in, the "
            "protection of forms and the message that confirms what you have just done. People who only "
            "read pages get none. There are no visitor statistics, advertising or profiles.</p><p>Nothing "
            "is loaded from other servers: fonts are those of your device, and maps and programs come from "
            "the portal itself. Technical logs keep neither network addresses, searches nor the content of "
            "requests. To stop abusive attempts to sign in, the network address is counted in memory for "
            "some minutes.</p>"
        ),
        section("Pictures and files"),
        text(
            "<p>From images uploaded for pages everything hidden in them is removed: place, date, device, "
            "author. Other files are published as they arrive.</p>"
        ),
        section("Your rights"),
        text(
            "<p>You have the right to access the data of your account, to correct it, to have it erased and "
            "to object to its processing (GDPR, articles 15 to 21), and to complain to the Comissão "
            "Nacional de Proteção de Dados.</p><p>As long as this paragraph stands here, whoever operates "
            "this installation has not yet said who they are. Before opening it to the public, they write "
            "here the data controller, the contact of the data protection officer and the legal basis of "
            "the processing.</p>"
        ),
    ],
}

OPEN_DATA = {
    "title": "Open data and API",
    "slug": "dados-abertos",
    "description": "What programs can read, under which licence and from which source. And what does not exist yet.",
    "body": [
        section("What exists"),
        table(
            "Public addresses, without a token",
            "Address|What it gives",
            "/api/v1/openapi.json|the description of the whole API, in OpenAPI 3.1",
            "/api/v1/municipalities|the 17 municipalities: DICO code, name, area, population with its series",
            "/api/v1/municipalities.geojson|the outline of the 17 municipalities, in GeoJSON",
            "/api/v1/categories|the categories of resources, as a tree",
            "/api/v1/bodies|REF-AMP’s bodies: name, kind and mandate",
            "/api/v1/indicators|the Monitor’s indicators; each with definition, source, method and licence",
            "/api/v1/indicators/{code}/observations|the figures of one indicator, by municipality and period; also "
            "as .json, .csv, .xlsx and .jsonstat",
            "/api/v1/indicators/{code}/revisions|the figures that were revised, and when",
            "/api/v1/resources|the public resources: what they are, where, whether they have a place and "
            "when that was confirmed",
            "/api/v1/resources.geojson|the same, as points",
            "/recursos/exportar.csv, .xlsx|what a search finds, as a table, with source and licence",
            "/unidades/decisoes/exportar.csv, .xlsx|the public decisions of the bodies, as a table",
        ),
        section("To take away whole"),
        text(
            '<p><a href="/dados-abertos/indicadores.csv">Every public figure of the Monitor in one table</a> (CSV, '
            "UTF-8, commas and a decimal point): place, indicator, period, value, status, source and licence in "
            "each row. An empty value is never zero: the status says whether it is confidential or there are no "
            'data. The table is described in a <a href="/dados-abertos/datapackage.json">data package</a>, and each '
            "indicator has its own at /monitor/{code}/datapackage.json.</p>"
            '<p>The <a href="/dados-abertos/catalogo.jsonld">DCAT-AP catalogue</a> (JSON-LD) lists every data set '
            "with addresses, formats, dates and licence, for other portals to harvest. What changed in the figures "
            'and when stands under <a href="/en/monitor/atualizacoes/">Updates</a>, also as a '
            '<a href="/en/monitor/atualizacoes/atom.xml">feed (Atom)</a>.</p>'
        ),
        text(
            '<p>The <a href="/api/v1/docs">interactive documentation</a> lets you try each call. Asking, '
            "answering and confirming capacity can also be done through the API, with a token that stands "
            "for an organisation.</p>"
        ),
        section("Where the figures come from"),
        facts(
            (
                "Outlines",
                (
                    "Schematic, generalised from the Carta Administrativa Oficial de Portugal, "
                    "Direção-Geral do Território (CC BY 3.0, equivalent). They tell where; they are not for "
                    "measuring."
                ),
            ),
            (
                "Population",
                (
                    "INE, 2021 Census, preliminary results. The definitive ones differ slightly; the series "
                    "always goes with the number."
                ),
            ),
            ("Seats of municipalities", "GeoNames, CC BY 4.0."),
            ("Axes and responses", "REF-AMP, working document, 12 March 2014."),
            (
                "Resources and places",
                (
                    "The organisations that publish them. In a demonstration they are fictitious, and every "
                    "page says so: do not use them as if they were real."
                ),
            ),
        ),
        section("Licence"),
        text(
            "<p>The program is free software under the EUPL-1.2. Outlines, population and seats follow the "
            "licence of their source, above. Each figure of the Monitor tells the licence of its source, or “to be "
            "confirmed” where the source does not say. The licence of the data that organisations publish is for "
            "whoever operates the portal to decide: until then, cite the source and the hour, and do not "
            "republish them as official.</p>"
        ),
        section("What will never be here"),
        text(
            "<p>Network and restricted resources leave through the API only for those who may see them. "
            "Refuges do not leave in any way: not as a point, not as a count, not by the difference of two "
            "totals.</p>"
        ),
        section("What does not exist yet"),
        text(
            "<p>Plans and targets, occupancy history, and the HSDS and OGC API Features exports. When they exist, "
            "this page says at which address and from which source.</p>"
        ),
    ],
}

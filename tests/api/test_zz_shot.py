import pytest
from tests.conftest import *
@pytest.mark.browser
def test_shot(run_portal, browser):
    r = run_portal("empty")
    for w in (1280,390):
        for scheme in ("light","dark"):
            c = browser.new_context(viewport={"width":w,"height":900}, color_scheme=scheme, locale="pt-PT")
            p = c.new_page()
            p.on("console", lambda m: print(w, m.type, m.text))
            p.goto(r.url+"/api/v1/docs"); p.wait_for_load_state("networkidle")
            p.screenshot(path=f"/var/tmp/api/docs-{w}-{scheme}.png")
            p.locator("#accept").scroll_into_view_if_needed()
            p.screenshot(path=f"/var/tmp/api/docs-{w}-{scheme}-2.png")
            print(w, p.evaluate("document.documentElement.scrollWidth"))
            from axe_playwright_python.sync_playwright import Axe
            print(Axe().run(p).generate_report()[:3000])
            c.close()

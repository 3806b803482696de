def test_shots(visit, published_street):
    from tests.pages.test_covenant import draft_of
    from scheduler.usecases import covenant_previews, planning
    st=published_street
    d=draft_of(st, {"parking":{"reserve_percent":20,"class_points":{"owner":70,"tenant":45,"partner":40,"outside":15}},"fees":{"tariffs":[{"window":"night","fen":8000},{"window":"night","party":"outside","fen":12000}]}})
    for device, language in (("narrow","zh"),("phone","en"),("desktop","zh")):
        v=visit(device, language)
        v.page.goto(f"/covenant/{st.slug}"); v.page.screenshot(path=f"/tmp/cov_pub_{device}_{language}.png", full_page=True)
        v.sign_in(st.login("coordinator"))
        v.page.goto("/office/covenant"); v.page.screenshot(path=f"/tmp/cov_list_{device}_{language}.png", full_page=True)
        v.page.goto(f"/office/covenant/{d}?path=fees.splits"); v.page.screenshot(path=f"/tmp/cov_draft_{device}_{language}.png", full_page=True)

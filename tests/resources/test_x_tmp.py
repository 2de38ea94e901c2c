from tests.resources.test_catalogue import *
def test_x(make_resource, search):
    make_resource(dico="1312")
    t = text(search("technician")); i=t.index("Casa"); print(repr(t[i-200:i+300]))
    assert 0

"""FHIR's XML says what its JSON says."""

from __future__ import annotations

from carerecord.fhir import encode_resource
from carerecord.fhir.from_xml import resource_of
from carerecord.fhir.xml import read_xml

XML = """<Bundle xmlns="http://hl7.org/fhir"><identifier><system value="urn:x"/><value value="b"/></identifier>
<type value="document"/><entry><fullUrl value="urn:uuid:o"/><resource><Observation><id value="o"/>
<extension url="urn:e"><valueBoolean value="true"/></extension>
<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p class="a">1 &lt; <b>2</b></p></div></text>
<status value="final"><extension url="urn:s"><valueString value="true"/></extension></status>
<code><coding><system value="http://loinc.org"/><code value="718-7"/></coding></code>
<subject><reference value="Patient/1"/><identifier><value value="7"/></identifier></subject>
<valueQuantity><value value="13.20"/><unit value="g/dL"/></valueQuantity></Observation></resource></entry>
<entry><resource><Patient><identifier><value value="1"/></identifier><active value="true"/>
<name><family value="Hope"/><given value="Ada"/></name><telecom><system value="phone"/><value value="01130"/></telecom>
</Patient></resource></entry></Bundle>"""


def test_lists_numbers_flags_and_narrative():
    bundle = resource_of(read_xml(XML.encode()))
    seen, person = (one["resource"] for one in bundle["entry"])
    assert bundle["identifier"] == {"system": "urn:x", "value": "b"}
    assert seen["extension"] == [{"url": "urn:e", "valueBoolean": True}]
    assert seen["_status"] == {"extension": [{"url": "urn:s", "valueString": "true"}]}
    assert seen["subject"]["identifier"] == {"value": "7"}
    assert '<p class="a">1 &lt; <b>2</b></p>' in seen["text"]["div"]
    assert b'"value":13.20' in encode_resource(seen)
    assert (person["identifier"], person["active"]) == ([{"value": "1"}], True)
    assert person["name"] == [{"family": "Hope", "given": ["Ada"]}]
    assert person["telecom"] == [{"system": "phone", "value": "01130"}]

"""Given names that are short for others: each line one name and what it is called. Our own list. Pure."""

from __future__ import annotations

from collections.abc import Iterator

_LINES = """
abdul abdool
abdullah abdul
abigail abi abbie abby gail
agnieszka aga agnes
ahmed ahmad
alan allan allen al
albert al bert bertie alby
alexander alex alec sandy sasha xander olek
alexandra alex sandra sandie alexa lexi sasha
alfred alf alfie fred freddie
alice ali allie
alison ali ally
amanda mandy manda
amelia milly millie amy
andrew andy drew
angela angie ange
ann anne annie nan nancy
anthony tony ant antony
arthur art artie
barbara barb babs barbie
benjamin ben benny benji
bernard bernie
beverley bev
bradley brad
bridget bridie biddy
caroline carol carrie caz
catherine cath cathy kate katie katy kathy kitty cat
charles charlie chas chuck
charlotte lottie charlie char
christine chris chrissie tina
christopher chris kit topher
clifford cliff
cynthia cindy
daniel dan danny
david dave davey davy
deborah deb debbie debs
dennis den denny
derek del
diana di
dominic dom nick
donald don donnie
dorothy dot dottie dolly
douglas doug dougie
edward ed eddie ted teddy ned
eleanor ellie nell nellie nora
elizabeth liz lizzie beth betty bess eliza elsie libby lisa betsy
emily em emmy millie
emma em emmy
ernest ernie
eugene gene
florence flo florrie flossie
frances fran frankie fanny
francis frank frankie
frederick fred freddie freddy
gabriel gabe
geoffrey geoff
george georgie
gerald gerry ger
geraldine gerry
gillian gill jill
gregory greg
gwendoline gwen
hannah hanna
harold harry hal
harriet hattie harry
harpreet harry
henry harry hal hank
herbert herb bert bertie
hilda hildy
hugh hughie
ian iain
isabella bella izzy isobel isabel belle
jacob jake
jacqueline jackie jacqui
jakub kuba
james jim jimmy jamie jem
jane janie
janet jan
jasmine jas jaz
jaswinder jas
jean jeannie
jeffrey jeff
jennifer jen jenny jenna
jeremy jerry jez
jessica jess jessie
joan joanie
joanna jo joanne jo
john jack johnny jon
jonathan jon jonny
joseph joe joey
josephine jo josie
joshua josh
joyce joy
judith judy jude
julia julie jules
katarzyna kasia
kenneth ken kenny
kimberley kim
krzysztof krzys chris
lawrence larry laurie
leonard len lenny leo
leslie les
lewis lew lou
lillian lily lil
linda lin lindy
louis lou louie
louise lou
lucy lu
magdalena magda
malcolm malc
malgorzata gosia
margaret maggie meg peggy madge marge margie greta rita daisy
margery marge madge
marjorie marge madge
martin marty
mary molly polly may
matilda tilly
matthew matt matty
maureen mo
maxwell max
megan meg
michael mike mick mickey micky
michelle shell
mildred millie
mohammed mohamed muhammad mohammad mo md
nathan nate
nathaniel nat nate
nicholas nick nicky
nicola nicky nic
norman norm
olivia liv livvy
oliver ollie
oluwaseun seun
babatunde tunde
oluwatobi tobi
chinedu nedu
pamela pam
patricia pat patsy tricia trish paddy
patrick pat paddy
paul paulie
penelope penny
peter pete
philip phil pip
philippa pippa pip
piotr peter
priscilla cilla
rachel rach
raymond ray
rebecca becky becca bex
richard rick dick ricky rich richie dickie
robert bob rob bobby robbie bert
robin rob
rodney rod
roger rodge
ronald ron ronnie
rosemary rose rosie
russell russ
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sara sally sadie
sean shaun shawn
sharon shaz
sheila shelagh
sidney sid
simon si
sophia sophie
stanley stan
stephanie steph
stephen steven steve stevie
stuart stewart stu
susan sue susie suzy
suzanne sue suzie
sylvia sylv
terence terry tel
theodore ted theo teddy
theresa tess terri teresa
thomas tom tommy
timothy tim timmy
tomasz tomek
toby tobias
valerie val
victor vic
victoria vicky vikki tori
vincent vin vince vinny
violet vi
virginia ginny
walter wally walt
wilfred wilf
william will bill billy willy liam
winifred win winnie
winston win
yvonne eve
yusuf yousef joseph
zachary zach zac
"""


def _lines() -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in _LINES.strip().splitlines():
        name, *short = line.split()
        yield name, tuple(short)


def _formal() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, short in SHORT.items():
        for one in (name, *short):
            found.setdefault(one, set()).add(name)
    return {one: frozenset(names) for one, names in found.items()}


SHORT = dict(_lines())
"""What each name is called."""
_FORMAL = _formal()
_NONE: frozenset[str] = frozenset()


def formal(given: str) -> frozenset[str]:
    """The names it may stand for: “bert” may be Albert, Herbert or Robert."""
    return _FORMAL.get(given, _NONE)


def same_person_called(one: str, other: str) -> bool:
    """Jack and John, and Bill and Will, who are both William; never Jon of Jonathan and Jack of John."""
    return bool(formal(one) & formal(other))

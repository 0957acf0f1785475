"""Eleven ways of naming people, with common names and a long tail. Put together freely: nobody real is meant."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tradition:
    key: str
    share: int  # of a thousand households
    male: Sequence[str]
    female: Sequence[str]
    family: Sequence[str]
    middle: float = 0.1  # of people with a middle name
    variants: float = 0.05  # of writings that spell a name otherwise
    abroad: float = 0.0  # of people born where dates are often only known to the year
    takes_name: float = 0.3  # of women who had another family name
    weights: dict[int, list[float]] = field(default_factory=dict)

    def pick(self, names: Sequence[str], rng: random.Random, steep: float = 0.9) -> str:
        """Common names are much commoner than the others (Zipf)."""
        size = len(names)
        if size not in self.weights:
            shares = (1 / (place + 3) ** steep for place in range(size))
            self.weights[size] = list(itertools.accumulate(shares))
        return rng.choices(names, cum_weights=self.weights[size])[0]


def _words(text: str) -> list[str]:
    return text.split()


def _joined(starts: str, ends: str) -> list[str]:
    made = [start + end for end in ends.split() for start in starts.split()]
    return [*dict.fromkeys(made)]


_ENGLISH_MALE = _words("""David John Peter Michael Paul Andrew James Mark Robert Thomas William Christopher Daniel Stephen Richard
Matthew Anthony Joshua Jack George Alan Ian Kevin Oliver Harry Simon Philip Samuel Adam Benjamin Luke Jonathan Nicholas Edward Gary
Joseph Alexander Kenneth Brian Charles Martin Ryan Lewis Jake Liam Noah Arthur Henry Stuart Neil Keith Graham Roger Raymond Trevor
Barry Derek Colin Leslie Dennis Ronald Geoffrey Terence Frederick Albert Ernest Stanley Walter Leonard Harold Dominic Toby Max Leo
Theo Oscar Finley Mason Reuben Elliot Spencer Austin Miles Rupert Hugo Felix Jasper Ralph Clive Nigel Howard Vernon Cecil Wayne Dean
Craig Darren Lee Scott Jamie Kyle Connor Aaron Nathan Jordan Bradley Ashley Dale Gavin Julian Russell Jeremy Timothy Gerald Maurice""")
_ENGLISH_FEMALE = _words("""Susan Margaret Sarah Patricia Emma Elizabeth Jennifer Christine Mary Karen Julie Laura Claire Rebecca Linda Helen
Charlotte Jessica Amy Olivia Janet Jean Barbara Dorothy Sophie Emily Hannah Lucy Katherine Victoria Nicola Deborah Angela Jacqueline
Carol Ann Pauline Sandra Rachel Samantha Lisa Alison Joanne Amelia Grace Ella Isabella Chloe Megan Lauren Gemma Natalie Tracey Sharon
Diane Wendy Maureen Sheila Joan Joyce Doris Edith Hilda Irene Marjorie Sylvia Brenda Beryl Eileen Rosemary Gillian Marion Anne Judith
Hazel Frances Georgia Holly Molly Daisy Freya Ivy Poppy Lily Ruby Evie Florence Matilda Harriet Abigail Bethany Eleanor Imogen Zoe
Jade Kelly Leanne Stacey Kirsty Heather Vanessa Louise Teresa Yvonne Lorraine Beverley Annette Denise Penelope Philippa Tabitha""")
_ENGLISH_FAMILY = [
    *_words("""Smith Jones Taylor Brown Williams Wilson Johnson Davies Wright Walker White Thompson Green Hall Wood Harris Martin
Jackson Clarke Clark Turner Hill Cooper Ward Moore Baker Harrison King Allen Lee Cook Shaw Carter Parker Bennett Young Cox Adams Foster
Marshall Webb Palmer Mills Holmes Barnes Knight Butler Fisher Barker Reynolds Pearson Fox Dixon Hunt Gibson Rose Stone Andrews Ford Payne
Lloyd West Day Bird Burton Ellis Harvey Gray Chapman Richardson Cole Rogers Spencer Warren Reed Matthews Hudson Lawrence Hunter Dean"""),
    *_joined("""Ash Bark Birch Black Brad Brook Burn Carl Cot Crans Dal Dun East Ed Elm Far Fen Gar Green Had Hart Hat Haw Hol Hors
Hun Kirk Lang Law Lin Long Mar Mel Mid Mor New Nor Oak Old Pem Pres Quar Rad Red Ris Rock Roth Rush Sal San Shel Sher Sil Som Stan Stock
Sut Thorn Til Up Wal War Wat Wes Whit Wick Win Wood Wool Yard""",
    "ton ley field worth ford ham by well wood man son shaw croft stone bridge bury combe den don land low mere more over ridge side stead wick"),
]  # fmt: skip
_CELTIC_STARTS = "Al Ar Bran Cal Car Cath Con Cor Cul Dal Dev Don Dow Dun Fal Far Fin Gal Gil Glen Hal Hen Kel Ken Kil Lach Lav Mal Mur Nev Quin Ros Shan Tav Tor"

TRADITIONS = (
    Tradition("English", 560, _ENGLISH_MALE, _ENGLISH_FEMALE, _ENGLISH_FAMILY, middle=0.6),
    Tradition("Welsh", 50, [*_words("Gareth Rhys Dylan Huw Owain Aled Ieuan Emrys Gwilym Iwan Geraint Elis Tomos Hefin Dewi Alun"), *_ENGLISH_MALE[:60]],
              [*_words("Megan Sian Carys Ffion Bronwen Rhiannon Nerys Eluned Bethan Cerys Angharad Lowri Mair Gwen Catrin Non"), *_ENGLISH_FEMALE[:60]],
              [*_words("Jones Davies Williams Evans Thomas Roberts Lewis Hughes Morgan Griffiths Edwards Owen James Rees Price Jenkins Morris Richards Lloyd Phillips Parry Powell Pugh Howells Bowen"),
               *_joined("Pros Geth Bev Llew Pen Mad Cad Bey Mer Tre Gwy Cyn", "ser in an elyn ry docks wal non edith fan nor ric")], middle=0.6),
    Tradition("Scottish", 80, [*_words("Alasdair Hamish Callum Euan Fraser Gordon Murdo Struan Ewan Duncan Angus Malcolm Rory Innes Blair Cameron"), *_ENGLISH_MALE[:70]],
              [*_words("Morag Isla Fiona Kirsty Eilidh Ailsa Catriona Mairi Shona Iona Skye Rhona Lorna Elspeth Senga Moira"), *_ENGLISH_FEMALE[:70]],
              [*_words("Campbell Stewart Robertson Anderson Macdonald Scott Reid Murray Ross Watson Paterson Morrison Fraser Graham Hamilton Kerr Johnston Duncan Sinclair Wallace"),
               *("Mac" + name.lower() for name in _joined(_CELTIC_STARTS, "lan key innes ray ewan ish")), *_joined(_CELTIC_STARTS, "hart mond burgh tyre")], middle=0.6),
    Tradition("Irish", 60, [*_words("Padraig Declan Cormac Eoin Brendan Fergal Liam Ciaran Sean Patrick Conor Niall Seamus Donal Aidan Cathal Fintan"), *_ENGLISH_MALE[:50]],
              [*_words("Aoife Siobhan Niamh Orla Grainne Deirdre Sinead Maeve Bridget Kathleen Mairead Roisin Ciara Una Noreen"), *_ENGLISH_FEMALE[:50]],
              [*_words("Murphy Kelly Byrne Ryan Walsh O'Brien O'Connor O'Sullivan McCarthy Doyle Gallagher Doherty Kennedy Lynch Quinn O'Neill Reilly Nolan Burke Brennan"),
               *("O'" + name for name in _joined(_CELTIC_STARTS, "nell gan herty ney")), *("Mc" + name for name in _joined(_CELTIC_STARTS, "nally guire evoy"))], middle=0.5),
    Tradition("Polish", 40, _words("Piotr Tomasz Krzysztof Marek Jakub Wojciech Andrzej Kacper Pawel Michal Marcin Jan Lukasz Adam Mateusz Grzegorz Dawid Szymon Filip Rafal Kamil Bartosz Artur Zbigniew Jerzy"),
              _words("Agnieszka Magdalena Katarzyna Zofia Ewa Malgorzata Hanna Julia Anna Maria Monika Joanna Barbara Aleksandra Natalia Karolina Beata Dorota Wiktoria Oliwia Kinga Iwona Paulina Marta Danuta"),
              [*_words("Nowak Kowalski Wisniewski Wojcik Kaminski Lewandowski Zielinski Wozniak Dabrowski Kozlowski Mazur Krawczyk Kaczmarek Grabowski"),
               *_joined("Adam Bor Czar Dom Dud Gaj Gor Jab Jan Jas Kal Kas Kor Kow Krol Kub Lis Mal Mich Olsz Paw Piotr Rad Rog Rut Sad Sik Sob Star Szym Tom Was Wil Wit Zaw Zbor",
                        "owski inski ecki czyk czak owicz ewski anek")], middle=0.2, variants=0.12, abroad=0.6),
    Tradition("Pakistani", 50, _words("Mohammed Muhammad Imran Bilal Usman Tariq Hamza Shahid Zubair Faisal Asif Nadeem Abdul Ali Ahmed Hassan Hussain Adnan Kashif Waqas Zeeshan Omar Ibrahim Yusuf Khalid Rashid Saeed Javed Iqbal Arshad"),
              _words("Ayesha Fatima Sadia Nadia Zainab Rukhsana Sana Bushra Maryam Aisha Saima Shazia Khadija Noreen Farah Amna Samina Naseem Shabana Iqra Hafsa Mehwish Robina Tahira Yasmin"),
              [*_words("Khan Hussain Ahmed Ali Iqbal Mahmood Akhtar Malik Shah Begum Bibi Mirza Chaudhry Qureshi Butt Rafiq Aslam Bhatti Raja Sheikh Siddiqui Rehman Javed Saleem Anwar Ashraf Bashir"),
               *_joined("Abb Akh Ans Asl Azh Far Gul Hab Ham Jam Kar Lat Man Naz Qad Raz Sha Taj Waq Zam", "asi eem ari am ar ooq nawaz")], middle=0.45, variants=0.22, abroad=0.45, takes_name=0.15),
    Tradition("Bangladeshi", 30, _words("Mohammed Rahim Shafiq Abdul Kamal Jubayer Tanvir Mizan Rubel Shahin Jamal Nazrul Aminul Faruk Habib Rafiq Saiful Monir Hasan Anwar Rezaul Shamim Iqbal Kabir Sohel"),
              _words("Shahana Nasrin Rehana Sultana Farzana Taslima Rumana Jahanara Shirin Fatema Rokeya Nazma Salma Ayesha Momtaz Parvin Rahima Hasina Sabina Lutfa Monira Jasmin Amena Kulsum Rina"),
              [*_words("Begum Miah Uddin Ali Ahmed Khatun Rahman Islam Choudhury Hussain Khanom Alam Haque Sarkar Talukdar Akhtar Bibi Hoque Chowdhury Mia Khan Karim Aziz Mannan Kabir"),
               *_joined("Bad Far Has Jal Kam Mos Nur Raf Sham Tal", "ul al iqul addin")], middle=0.4, variants=0.25, abroad=0.5, takes_name=0.1),
    Tradition("Indian", 50, _words("Rajesh Sanjay Arjun Vikram Anil Harpreet Kiran Rohan Suresh Mahesh Ramesh Amit Nikhil Ravi Deepak Manoj Ashok Vijay Gurpreet Jaspal Balbir Sandeep Pradeep Dinesh Bharat"),
              _words("Priya Sunita Meera Anjali Kavita Jaswinder Lakshmi Divya Pooja Nisha Rekha Usha Manjit Kamaljit Harjit Gita Hansa Jyoti Neha Shreya Sangeeta Kalpana Bhavna Rupal Amrit"),
              [*_words("Patel Singh Kaur Shah Sharma Gill Desai Nair Mistry Mehta Chauhan Dhillon Sandhu Gupta Reddy Kumar Joshi Parmar Solanki Rao Iyer Bhatt Lad Sidhu Bains"),
               *_joined("Agar Bhan Chan Dev Gan Hari Jag Kash Mal Nand Om Prab Ram Sat Tri Vas", "wal dari dra mukh esan kar yap hotra athi ani")], middle=0.35, variants=0.12, abroad=0.35),
    Tradition("Nigerian", 30, [*_words("Chinedu Emeka Tunde Olumide Ifeanyi Babatunde Kelechi Segun Samuel David Emmanuel Daniel Michael Joseph"), *_joined("Ade Olu Ayo Ola Chi", "wale bayo seun tobi dele kunle femi")],
              [*_words("Ngozi Adaeze Folake Yetunde Chiamaka Funmilayo Amara Bisi Grace Esther Mary Blessing Joy Ruth"), *_joined("Ade Olu Ayo Ola Chi", "bisi yinka dola tola moyo nike shola")],
              [*_words("Adeyemi Okonkwo Balogun Eze Ogunleye Nwosu Afolabi Obi Okafor Okoro Bello Ibrahim Musa Abubakar"), *_joined("Ade Ogun Olu Oye Awo Fa Aki Ola Ayo Odu", "yemi wale bayo tunde leye dele sola sanya biyi niyi kanmi bode"), *_joined("Nwa Oko Eke Ony Uzo Ani", "chukwu nkwo ma ebuchi du eze")],
              middle=0.5, variants=0.12, abroad=0.55),
    Tradition("Chinese", 20, _joined("Wei Jun Ming Hao Jian Tao Lei Zhi Guo Xiao Yong Kai", "ming hao wei jie long feng hua peng lin bo"),
              _joined("Mei Li Xiu Ying Hui Fang Yan Jing Xiao Yu Ling Qing", "ying fang hua lan ling na juan min yan xia"),
              _words("Wang Li Zhang Chen Liu Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Tang Cheng Cao Deng Feng Peng Wong Chan Lam Cheung Ho Leung Ng Tsang Yeung Lau Chow"),
              middle=0.1, variants=0.25, abroad=0.6, takes_name=0.05),
    Tradition("Somali", 30, _words("Abdi Mohamed Yusuf Hassan Liban Farah Ismail Guled Ahmed Ali Omar Abdullahi Mahad Bile Ibrahim Hussein Abshir Jama Warsame Dahir"),
              _words("Hodan Faduma Amina Ifrah Sahra Halima Nasra Deqa Asha Maryan Khadra Hibo Ayan Sagal Ubah Zahra Fartun Idil Safiya Leyla"),
              _words("Mohamed Ali Ahmed Hassan Abdi Omar Hussein Yusuf Farah Jama Warsame Abdullahi Ibrahim Nur Hersi Guleid Duale Adan Osman Ismail Elmi Egal Roble Aden Muse Barre Samatar Gedi Awale Sharif"),
              middle=0.3, variants=0.2, abroad=0.65, takes_name=0.02),
)  # fmt: skip
BY_KEY = {one.key: one for one in TRADITIONS}

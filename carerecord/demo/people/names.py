"""Given and family names by tradition, with the ethnicity and language a system would record.

The tables are ours: common names put together freely, so that nobody real is meant.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tradition:
    key: str
    share: int  # of a thousand households
    male: tuple[str, ...]
    female: tuple[str, ...]
    family: tuple[str, ...]
    ethnicity: tuple[str, str]  # code and words of the census categories
    language: tuple[str, str] = ("en", "English")


def _row(
    key: str, share: int, male: str, female: str, family: str,
    ethnicity: str, language: str = "en English",
) -> Tradition:  # fmt: skip
    code, _, words = ethnicity.partition(" ")
    tongue, _, name = language.partition(" ")
    return Tradition(
        key, share, tuple(male.split()), tuple(female.split()),
        tuple(name.replace("_", " ") for name in family.split()), (code, words), (tongue, name),
    )  # fmt: skip


TRADITIONS = (
    _row("English", 380,
         "George Oliver Harry Jack Arthur Thomas Stanley Peter Alan Keith Graham Colin Derek Simon Mark Daniel Joshua Lewis Ethan Noah",
         "Margaret Dorothy Joan Jean Patricia Susan Linda Carol Janet Helen Julie Sarah Emma Laura Hannah Chloe Amelia Grace Poppy Ruby",
         "Ashworth Barlow Calloway Dunmore Eastwood Fairley Garside Hartnell Ibbotson Jessop Kettering Langdale Marchbank Norcross Oakden Pemberton Quinnell Ridgeway Stockdale Thackray Underhill Wetherby Yardley Hollis Bramley Sugden",
         "A British"),
    _row("Welsh", 40, "Gareth Rhys Dylan Emrys Huw Ieuan Owain Aled", "Bronwen Carys Nerys Sian Megan Ffion Rhiannon Eluned",
         "Prosser Gethin Bevan Llewelyn Penry Maddocks Cadwallader Beynon", "A British", "cy Welsh"),
    _row("Scottish", 50, "Alasdair Hamish Callum Euan Fraser Gordon Murdo Struan", "Morag Isla Fiona Kirsty Eilidh Ailsa Catriona Mairi",
         "MacAllan Drummond Kinnear Lockhart Abernethy Strachan Dalgleish Geddes", "A British"),
    _row("Irish", 50, "Padraig Declan Cormac Eoin Brendan Fergal Liam Ciaran", "Aoife Siobhan Niamh Orla Grainne Deirdre Sinead Maeve",
         "O'Halloran Gilhooly McGarrigle Brannigan Tierney O'Shaughnessy Devaney Cassidy", "B Irish"),
    _row("Polish", 45, "Piotr Tomasz Krzysztof Marek Jakub Wojciech Andrzej Kacper", "Agnieszka Magdalena Katarzyna Zofia Ewa Malgorzata Hanna Julia",
         "Zielinski Wojtas Kaczmarek Dudek Sobczak Wilk Gorski Pawlak", "C Any other White background", "pl Polish"),
    _row("Romanian", 40, "Andrei Mihai Ionut Stefan Bogdan Cristian Radu Vlad", "Ioana Elena Andreea Mihaela Raluca Simona Bianca Daniela",
         "Munteanu Dragomir Stoica Lungu Cojocaru Vasile Petrescu Ardelean", "C Any other White background", "ro Romanian"),
    _row("Pakistani", 60, "Imran Bilal Usman Tariq Hamza Shahid Zubair Faisal", "Ayesha Fatima Sadia Nadia Zainab Rukhsana Sana Bushra",
         "Qureshi Malik Akhtar Chaudhry Mirza Bhatti Hussain Siddiqui", "J Pakistani", "ur Urdu"),
    _row("Bangladeshi", 60, "Rahim Shafiq Abdul Kamal Jubayer Tanvir Mizan Rubel", "Shahana Nasrin Rehana Sultana Farzana Taslima Rumana Jahanara",
         "Miah Uddin Choudhury Begum Rahman Islam Sarkar Talukdar", "K Bangladeshi", "bn Bengali"),
    _row("Indian", 60, "Rajesh Sanjay Arjun Vikram Anil Harpreet Kiran Rohan", "Priya Sunita Meera Anjali Kavita Jaswinder Lakshmi Divya",
         "Patel Sharma Nair Gill Desai Iyer Bhatt Sandhu", "H Indian", "gu Gujarati"),
    _row("Nigerian", 45, "Chinedu Emeka Tunde Olumide Ifeanyi Babatunde Kelechi Segun", "Ngozi Adaeze Folake Yetunde Chiamaka Funmilayo Amara Bisi",
         "Adeyemi Okonkwo Balogun Eze Ogunleye Nwosu Afolabi Obi", "N African", "yo Yoruba"),
    _row("Ghanaian", 25, "Kwame Kofi Yaw Kojo Kwabena Nana Ebo Fiifi", "Akosua Ama Abena Efua Adwoa Esi Afia Yaa",
         "Mensah Owusu Boateng Asante Amponsah Agyeman Sarpong Darko", "N African", "ak Akan"),
    _row("Somali", 30, "Abdi Mohamed Yusuf Hassan Liban Farah Ismail Guled", "Hodan Faduma Amina Ifrah Sahra Halima Nasra Deqa",
         "Warsame Abdullahi Jama Nur Hersi Guleid Farah Duale", "N African", "so Somali"),
    _row("Caribbean", 40, "Winston Delroy Errol Leroy Marlon Desmond Tyrone Jermaine", "Beverley Marcia Yvonne Shanice Paulette Monique Claudette Keisha",
         "Campbell Braithwaite Bailey Grant Francis Lewin Morrison Blackwood", "M Caribbean"),
    _row("Chinese", 20, "Wei Jun Ming Hao Jian Tao Lei Chun", "Mei Li Xiu Ying Hui Fang Yan Jing",
         "Chen Wang Zhao Liu Huang Lin Zhou Xu", "R Chinese", "zh Mandarin"),
    _row("Turkish", 25, "Mehmet Emre Murat Kerem Hakan Cem Ozan Serkan", "Elif Zeynep Ayse Merve Selin Fatma Gul Derya",
         "Yilmaz Demir Kaya Aydin Ozturk Arslan Polat Koc", "C Any other White background", "tr Turkish"),
    _row("Arabic", 30, "Omar Khalid Ahmed Karim Samir Nabil Yasin Tarek", "Layla Salma Hanan Rania Noor Mariam Dina Huda",
         "Al-Masri Haddad Khoury Mansour El-Sayed Najjar Saleh Bakri", "S Any other ethnic group", "ar Arabic"),
)  # fmt: skip

BY_KEY = {tradition.key: tradition for tradition in TRADITIONS}

"""Kinds of document, plan, flag, service, place and equipment."""

from __future__ import annotations

from carerecord.demo.histories.terms import table

PAPERS = table("""
discharge   373942005        Discharge summary
letter      823681000000100  Outpatient letter
emergency   819551000000100  Emergency care discharge summary
ambulance   371531000        Report of clinical encounter
crisis-plan 736253002        Mental health crisis plan
care-plan   734163000        Care plan
eol-plan    736373009        End of life care plan
coordination 861421000000109 End of life care coordination summary
escalation  735324008        Treatment escalation plan
advance     736366004        Advance care plan
respect     1382601000000107 ReSPECT form
directive   371538006        Advance directive report
referral    721927009        Referral note
summary     422735006        Summary clinical document
progress    371532007        Progress report
imaging     4201000179104    Imaging report
""")

FLAGS = table("""
no-cpr      304253006 Not for resuscitation
hearing     15188001  Hearing loss
adjustment  1326341000000105 Reasonable adjustments for health and care
safeguard   1240601000000108 Safeguarding concern
protection  375041000000100 Child protection plan
mrsa        115329001 Methicillin resistant Staphylococcus aureus
falls       129839007 At risk of falls
suicide     225444004 At risk for suicide
""")

SERVICES = table("""
general-medicine 394802001 General medicine
emergency        773568002 Emergency medicine
cardiology       394579002 Cardiology
respiratory      418112009 Pulmonary medicine
diabetes-clinic  408475000 Diabetic medicine
neurology        394591006 Neurology
renal            394589003 Nephrology
orthopaedics     394801008 Trauma and orthopaedics
rheumatology     394810000 Rheumatology
oncology         394592004 Clinical oncology
obstetrics       408470005 Obstetrics
geriatrics       394811001 Geriatric medicine
psychiatry       394587001 Psychiatry
old-age-psychiatry 394588006 Old age psychiatry
ophthalmology    394594003 Ophthalmology
physiotherapy    722138006 Physiotherapy
podiatry         159034004 Podiatry
district-nursing 700232004 General practice nursing
paediatrics      394537008 Paediatrics
gynaecology      394586005 Gynaecology
audiology        310004004 Audiology
breast-clinic    394611003 Breast surgery
general-practice 394814009 General practice
""")

DEVICES = table("""
hospital-bed  91537007  Hospital bed
walking-frame 705406009 Walking frame
commode       360008003 Commode
hearing-aid   6012004   Hearing aid
key-safe      706724001 Key safe
""")

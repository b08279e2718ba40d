# Tekster i grensesnittet. En fil med samme navn i bokens eget tema bytter ut én og én tekst.

skip-link = Hopp til innholdet
menu = Meny
main-nav = Innhold
crumbs = Du er her
home = Forside
on-this-page = På denne siden
link-to-section = Lenke til avsnittet
previous = Forrige
next = Neste
pages-around = Forrige og neste side
theme-switch = Bytt mellom lyst og mørkt
and = og
or = eller

# Om siden
about-page = Om denne siden
written-by = Skrevet av { $authors }.
reviewed = Sist gjennomgått { $date }.
samskapt-nobody = Ingen med egen erfaring har medvirket ennå.
samskapt = Medvirkning: { $who }
law-title = Om loven på denne siden
law-written = Slik leste vi loven i { $month }.
law-unchecked = Teksten er ikke kvalitetssikret av jurist.
law-checked = Kvalitetssikret av { $who }.
law-advice = Les ordlyden som gjelder nå, hos
sources = Kilder
edit = Foreslå en endring på denne siden

# Begreper
term = Begrep
role = Rolle
not-same = Ikke det samme som
synonyms = Også kalt
synonym-title = tittel
synonym-abbreviation = forkortelse
synonym-older = eldre betegnelse
synonym-english = engelsk
nynorsk = Nynorsk
english = Engelsk
broader = Overordnet begrep
narrower = Underordnede begreper
related = Se også
mentioned-in = Nevnt i
term-facts = Kort om rollen
see = se
index-letters = Bokstaver

# Roller side om side
roles-caption = Rollene side om side
fact-employed = Ansatt?
fact-paid = Lønnet?
fact-appointed-by = Hvem velger eller ansetter?
fact-speaks-for = Taler på vegne av hvem?
fact-mandate = Hvilket mandat?
fact-level = På hvilket nivå?
fact-confidentiality = Taushetsplikt?
fact-training = Opplæring?
fact-lived-experience = Kreves egen erfaring?

# I teksten
table = Tabell
task = Punkt
footnote = Fotnote
footnotes = Fotnoter
footnote-back = Tilbake til teksten
alert-note = Merk
alert-tip = Tips
alert-important = Viktig
alert-warning = Pass på
alert-caution = Advarsel
guidance-help = Hjelp
guidance-law = Lov
guidance-instead = I stedet for
when-if = Når { $condition }:
when-else-if = Ellers, når { $condition }:
when-else = Ellers:
condition-has = { $name } er fylt ut
condition-has-not = { $name } ikke er fylt ut
condition-chosen = «{ $name }» er krysset av
condition-not-chosen = «{ $name }» ikke er krysset av
condition-equal = { $name } er { $value }
condition-not-equal = { $name } ikke er { $value }
condition-less = { $name } er mindre enn { $value }
condition-at-most = { $name } er høyst { $value }
condition-more = { $name } er mer enn { $value }
condition-at-least = { $name } er minst { $value }
condition-not-less = { $name } ikke er mindre enn { $value }
condition-not-at-most = { $name } ikke er høyst { $value }
condition-not-more = { $name } ikke er mer enn { $value }
condition-not-at-least = { $name } ikke er minst { $value }
condition-before = { $name } er før { $value }
condition-at-latest = { $name } er { $value } eller tidligere
condition-after = { $name } er etter { $value }
condition-at-earliest = { $name } er { $value } eller senere
condition-not-before = { $name } ikke er før { $value }
condition-not-at-latest = { $name } ikke er { $value } eller tidligere
condition-not-after = { $name } ikke er etter { $value }
condition-not-at-earliest = { $name } ikke er { $value } eller senere
condition-either = enten { $conditions }
percent = { $number } prosent
decimal-mark = ,
quoted = «{ $text }»

# Maler til å fylle ut
document = Mal
document-how = Tekst med strek under fyller dere ut. Tekst i ramme er hjelp til dere og blir ikke med når dere skriver ut.
document-how-fields = Se hva dere fyller ut
blank = Fyll ut:
del-felt = Dette fyller dere ut
field-required = må fylles ut
field-text = Kort tekst
field-long = Lengre tekst
field-number = Tall
field-percent = Prosent
field-date = Dato
field-choice = Velg ett svar
field-value = Fylt ut på forhånd: { $value }
field-chosen = (valgt på forhånd)
del-rad = Råd
advice-how = Hvert råd sier først når det gjelder.
advice-info = Til opplysning
advice-warning = Advarsel
advice-stop = Stopp
see-also = Les mer:
documents-job-ad = Utlysninger
documents-role-description = Rollebeskrivelser
documents-interview-guide = Intervjuguider
documents-plan = Planer

# Verktøy
checklist-how = Skriv ut siden og kryss av på papir.
del-sporsmal = Spørsmålene
del-utfall = Mulige utfall
del-figur = Hele veien som figur
figure = Figur
figure-text = Figuren viser de samme spørsmålene, svarene og utfallene som står som tekst over. Hvert spørsmål er en boks, og bokstaven ved en strek er svaret som leder videre.
figure-caption = Alt i figuren står som tekst over. Bokstaven ved hver strek er svaret som leder dit.
go-to-question = Gå til spørsmål { $number }: { $question }
go-on = Gå videre til:
del-pastander = Påstandene
look-for = Se etter
respondent-leader = Leder
respondent-colleague = Kollega
respondent-consultant = Erfaringskonsulent
answers-of = Svar: { $who }
notes = Notater
del-tiltak = Tiltak
plan-how = Hva gjør dere nå? Ett tiltak er nok.
plan-what = Tiltak
plan-who = Ansvarlig
plan-when = Dato

# Bunnen av siden
licence = Teksten kan brukes fritt etter lisensen CC BY 4.0 når kilden oppgis.
edition-of = Utgave: { $organisation }
contact = Kontakt: { $contact }
accessibility-statement = Tilgjengelighetserklæring
no-tracking = Ingen informasjonskapsler, ingen sporing.

# Andre sider
not-found-title = Siden finnes ikke
not-found-text = Adressen kan være skrevet feil, eller siden kan ha fått en ny adresse.
not-found-ways = Herfra kommer du videre:
not-found-home = Til forsiden
redirect-title = Siden er flyttet
redirect-text = Siden har fått en ny adresse:

date = { $day }. { $month } { $year }
month-year = { $month } { $year }
month-1 = januar
month-2 = februar
month-3 = mars
month-4 = april
month-5 = mai
month-6 = juni
month-7 = juli
month-8 = august
month-9 = september
month-10 = oktober
month-11 = november
month-12 = desember

# Søk
search = Søk
search-all = Søk i veiviseren
search-without-script = Søket trenger JavaScript. Uten det finner dere frem her:
search-index = Alle begreper fra A til Å
js-sok-title = Søk i veiviseren
js-sok-label = Søk
js-sok-hint = Skriv et ord eller et spørsmål
js-sok-close = Lukk
js-sok-results = Treff
js-sok-group-0 = Begreper
js-sok-group-1 = Artikler
js-sok-group-2 = Maler
js-sok-group-3 = Verktøy
js-sok-none = Ingen treff
js-sok-one = 1 treff
js-sok-many = { $n } treff
js-sok-shown = { $n } treff, de { $shown } beste vises
js-sok-loading = Leter …
js-sok-all = Vis alle { $n } treff
js-sok-help-none = Ingen treff på «{ $query }». Prøv et annet ord, eller færre ord.
js-sok-nearest = Mener dere et av disse begrepene?
js-sok-index = Se alle begreper fra A til Å
js-sok-keys = Piltaster velger, Enter åpner, Esc lukker
js-sok-failed = Søket kunne ikke lastes. Prøv igjen, eller bruk menyen.
js-sok-more = Vis flere treff
js-sok-empty = Skriv det dere lurer på, for eksempel «lønn», «politiattest» eller «hva kan vi spørre om i intervjuet».
js-sok-words-0 = begrep definisjon betydning betyr forklaring
js-sok-words-1 = artikkel
js-sok-words-2 = mal maler skjema word utkast
js-sok-words-3 = verktøy sjekkliste test

// A finished advertisement as data, as `fill --to jobposting` and `--to arbeidsplassen` make it: `fill/posting.rs` and
// `write/posting.rs` do the same in the program, and `tests/fill/annonse-*` holds both to it.

/** The properties of advertisements, by page. @type {Map<string, PostingProperties>} */
const known = new Map();
brobygger.postingProperties = (id, says) => void known.set(id, says);

/** @type {Record<string, string[]>} */
const REQUIRED = {
  jobposting: ["title", "employer", "expires", "city"],
  arbeidsplassen: ["title", "employer", "expires", "reference", "postal-code", "contact"],
};
/** Values that a property may have, where they are not the reader's own words. @type {Record<string, string[]>} */
const WORDS = {
  engagement: ["permanent", "temporary", "substitute", "project", "season"],
  extent: ["full-time", "part-time"],
  sector: ["public", "private"],
};
/** Properties whose value is a number of so many digits there. @type {Record<string, Record<string, number>>} */
const DIGITS = { jobposting: {}, arbeidsplassen: { "postal-code": 4, "employer-number": 9 } };
/** @type {Record<string, number>} */
const MOST_LETTERS = { title: 512, reference: 255 };

/** @param {string} key @param {Record<string, string | number>} [values] */
const say = (key, values) => brobygger.text("annonse-" + key, values);
/** @param {string} text */
const digits = (text) => text.replace(/\D/g, "");
/** @param {string} text */
const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && brobygger.conditions.dayOf(text) !== undefined;

/**
 * The answers by property, and the reasons that stop the advertisement.
 * @param {"jobposting" | "arbeidsplassen"} form
 * @param {FinishedPosting} finished
 * @param {PostingProperties} says
 */
function gather(form, finished, says) {
  const { parse, holds } = brobygger.conditions;
  const { fields, answered, today } = finished;
  /** @type {PostingStop[]} */
  const stops = finished.guarded.map(({ quote, why }) => ({ about: quote, says: say("guard", { quote, why }) }));
  /** @param {string} about @param {string} key @param {Record<string, string | number>} [values] */
  const stop = (about, key, values) => void stops.push({ about, says: say(key, { about, ...values }) });
  const named = new Set();
  /** @param {PostingField} field */
  const lacks = ({ label }) => {
    if (!named.has(label)) stop(label, "missing");
    named.add(label);
  };
  for (const field of fields) {
    if ((field.required || finished.blanks.includes(field.label)) && !answered.field(field.name)) lacks(field);
  }
  /** @type {Record<string, string>} */
  const values = {};
  for (const [property, branches] of Object.entries(says)) {
    const stands = branches.find(([when]) => when === null || holds(parse(when), answered));
    if (!stands) continue;
    const asked = stands[1].flatMap((part) => ("field" in part ? fields.filter(({ name }) => name === part.field) : []));
    const lacking = asked.filter(({ name }) => !answered.field(name));
    if (lacking.length) {
      if (REQUIRED[form].includes(property)) lacking.forEach(lacks);
      continue;
    }
    const text = stands[1].map((part) => ("field" in part ? said(part.field, finished) : part.text)).join("");
    const value = text.split(/\s+/).filter(Boolean).join(" ");
    if (value) values[property] = value;
  }
  for (const property of REQUIRED[form]) if (!(property in says)) stop(property, "no-property");
  for (const property of ["published", "expires", "start"]) {
    if (!(property in values) || isDay(values[property])) continue;
    stop(values[property], "no-day");
    delete values[property];
  }
  values.published ??= today;
  if ("expires" in values && (values.expires < today || values.expires < values.published)) stop(values.expires, "expired");
  for (const [property, words] of Object.entries(WORDS)) {
    if (property in values && !words.includes(values[property])) stop(values[property], "no-word");
  }
  for (const [property, count] of Object.entries(DIGITS[form])) {
    const value = values[property];
    if (value !== undefined && (!/^[\d\s]*$/.test(value) || digits(value).length !== count)) stop(value, "digits", { count });
  }
  for (const [property, most] of Object.entries(MOST_LETTERS)) {
    if ([...(values[property] ?? "")].length > most) stop(property, "letters", { most });
  }
  const [first = "", ...rest] = values.title ?? "";
  if (values.title) values.title = first.toUpperCase() + rest.join("");
  return { values, stops };
}

/** An answer as data: days and numbers as they are written down, choices in words. @param {string} name @param {FinishedPosting} finished */
function said(name, { fields, answered, shown }) {
  const field = fields.find((field) => field.name === name);
  if (!field) return "";
  return ["date", "number", "percent"].includes(field.type) ? answered.field(name) : shown(field);
}

/** Elements of HTML that stand in a line of text. */
const IN_LINE = /^(a|b|br|code|del|em|i|strong|sub|sup)$/;

/** A text as well-formed HTML of few elements. @param {Node} node @returns {string} */
function asHtml(node) {
  if (node instanceof Text) {
    const spaced = node.data.replace(/[ \t\n\f\r]+/g, " ");
    return spaced.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  }
  if (!(node instanceof HTMLElement)) return "";
  const name = node.localName;
  const inner = htmlWithin(node);
  if (name === "span") return inner;
  if (/^(br|hr)$/.test(name)) return `<${name}/>`;
  const attributes = ["href", "start", "scope"].filter((key) => node.hasAttribute(key));
  const shown = attributes.map((key) => ` ${key}="${asHtml(new Text(node.getAttribute(key) ?? ""))}"`).join("");
  return `<${name}${shown}>${IN_LINE.test(name) ? inner : inner.trim()}</${name}>`;
}

/** The content of an element as HTML, without the spaces between blocks. @param {Element} element */
function htmlWithin(element) {
  const isBlock = (/** @type {Node | null} */ node) => node instanceof Element && !IN_LINE.test(node.localName) && node.localName !== "span";
  const parts = [...element.childNodes].map((node) => {
    const html = asHtml(node);
    if (!(node instanceof Text)) return html;
    const begun = isBlock(node.previousSibling) ? html.trimStart() : html;
    return isBlock(node.nextSibling) ? begun.trimEnd() : begun;
  });
  return parts.join("");
}

/** The zeros of the digits that living languages write numbers with; the other nine of each stand behind it. */
const ZEROS = [..."0٠۰߀०০੦૦୦௦౦೦൦๐໐༠၀០᠐０𑄶𞥐"].map(codeOf);

/** @param {string} letter */
function codeOf(letter) {
  return letter.codePointAt(0) ?? 0;
}

/** A text with its digits as programs read them. @param {string} text */
function plainDigits(text) {
  const plain = (/** @type {string} */ letter) => {
    const zero = ZEROS.find((zero) => codeOf(letter) >= zero && codeOf(letter) < zero + 10);
    return zero === undefined ? letter : String(codeOf(letter) - zero);
  };
  return Array.from(text, plain).join("");
}

/**
 * The amounts of a salary, as one is written by people.
 * @param {string | undefined} text
 * @param {string[]} currency  the words for the currency that may stand beside them
 */
function amounts(text, currency) {
  // A dash that stands for no cents, «500 000,-», parts nothing.
  const plain = plainDigits(text ?? "").replace(/(\d)[.,][–—-](?!\s*\d)/g, "$1");
  const found = plain.split(/[–—-]/).map((part) => amount(part, currency));
  return found.flatMap((one) => one ?? []).length === found.length ? found.flatMap((one) => one ?? []) : [];
}

/** One amount, with its currency before or after it. @param {string} text @param {string[]} currency */
function amount(text, currency) {
  const [, before, number, after] = /^(\D*)(\d(?:.*\d)?)(\D*)$/s.exec(text) ?? [];
  if (!number || ![before, after].every((beside) => namesCurrency(beside, currency))) return undefined;
  const [first, ...more] = number.split(/[.,'’٬]/);
  const isWhole = more.every((group) => /^\d{2,3}$/.test(group)) && (more.at(-1)?.length ?? 3) === 3;
  return isWhole && /^[\d\s]+$/.test(first) ? Number(digits(number)) : undefined;
}

/** Whether what stands beside an amount names a currency, or is nothing. @param {string} text @param {string[]} currency */
function namesCurrency(text, currency) {
  const word = text.replace(/[\s$¢£¤¥֏؋৳฿៛\u20a0-\u20cf]/g, "").replace(/\.+$/, "").toLowerCase();
  return !word || currency.some((known) => known.toLowerCase() === word);
}

/** A whole number; nothing of what is none. @param {string} [text] */
const whole = (text = "") => (/^\d+$/.test(text) ? Number(text) : undefined);

/** @param {Record<string, string>} values @param {string} html */
function schemaOrg(values, html) {
  const currency = [values.currency, values["currency-sign"]].flatMap((words) => words?.split(/\s+/) ?? []);
  const paid = amounts(values.salary, currency);
  const [from, to] = paid;
  const range = to === undefined ? { value: from } : { minValue: from, maxValue: to };
  const salary = from !== undefined && paid.length < 3 ? { "@type": "QuantitativeValue", ...range, unitText: "YEAR" } : undefined;
  const extent = values.extent && (values.extent === "full-time" ? "FULL_TIME" : "PART_TIME");
  const employment = [extent, values.engagement && values.engagement !== "permanent" && "TEMPORARY"].filter(Boolean);
  return {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    title: values.title,
    description: html,
    identifier: values.reference && { "@type": "PropertyValue", name: values.employer, value: values.reference },
    datePosted: values.published,
    validThrough: `${values.expires}T23:59:59`,
    employmentType: employment.length ? employment : undefined,
    hiringOrganization: { "@type": "Organization", name: values.employer },
    jobLocation: {
      "@type": "Place",
      address: {
        "@type": "PostalAddress",
        streetAddress: values.street,
        postalCode: values["postal-code"],
        addressLocality: values.city,
        addressCountry: values.country,
      },
    },
    baseSalary: salary && { "@type": "MonetaryAmount", currency: values.currency, value: salary },
    totalJobOpenings: whole(values.positions),
    jobStartDate: values.start,
  };
}

/** The words of the import for kinds of employment. @type {Record<string, string>} */
const ENGAGEMENT = { permanent: "Fast", temporary: "Engasjement", substitute: "Vikariat", project: "Prosjekt", season: "Sesong" };

/** A day as the import wants it within its properties. @param {string} [day] */
const withPoints = (day) => day && day.split("-").reverse().join(".");

/** The import of arbeidsplassen.no takes Norwegian jobs alone, whose fixed words stand here and nowhere else. @param {Record<string, string>} values @param {string} html */
function arbeidsplassen(values, html) {
  const salary = amounts(values.salary, ["NOK", "kr"]);
  const location = {
    address: values.street,
    postalCode: values["postal-code"] && digits(values["postal-code"]),
    city: values.city,
    country: "Norge",
  };
  return {
    reference: values.reference,
    positions: whole(values.positions) ?? 1,
    title: values.title,
    adText: html,
    published: `${values.published}T00:00:00`,
    expires: `${values.expires}T23:59:59`,
    employer: {
      businessName: values.employer,
      orgnr: values["employer-number"] && digits(values["employer-number"]),
      location,
    },
    locationList: [location],
    contactList: [{ name: values.contact, email: values["contact-email"], phone: values["contact-phone"] }],
    properties: {
      engagementtype: ENGAGEMENT[values.engagement],
      extent: values.extent && (values.extent === "full-time" ? "Heltid" : "Deltid"),
      jobpercentage: values.percentage && `${values.percentage.replace(/[\s%]+$/, "")}%`,
      sector: values.sector && (values.sector === "public" ? "Offentlig" : "Privat"),
      jobtitle: values.title,
      applicationdue: withPoints(values.expires),
      applicationurl: values["application-url"],
      applicationemail: values["application-email"],
      starttime: withPoints(values.start),
      salary: salary.length === 1 ? salary[0] : undefined,
    },
  };
}

brobygger.posting = {
  async make(form, finished) {
    const { id, script } = finished;
    if (!known.has(id)) await brobygger.current(script);
    const { values, stops } = gather(form, finished, known.get(id) ?? {});
    if (stops.length) return { stops };
    // Where a reference to a source stood before a sign, the space goes with it.
    const html = htmlWithin(finished.whole).replace(/ ([.,;:!?])/g, "$1");
    return { data: form === "jobposting" ? schemaOrg(values, html) : arbeidsplassen(values, html) };
  },
};

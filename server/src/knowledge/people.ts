// Columns that are about people, by their names: protected attributes, direct identifiers, and decisions about people.

/** Names of protected attributes, without case, blanks and underscores. */
const PROTECTED =
  /^(sex|gender|race|ethnicity|ethnic(group|origin)?|religion|nationality|nationalorigin|nativecountry|citizenship|disabilit(y|ies)|disabled|sexualorientation|pregnan(t|cy)|maritalstatus|marriage|personalstatus(sex)?)$/;

/** Decisions about people in which these attributes may not count: credit, hiring, insurance, justice, housing, education, health. */
export const DECISION =
  /credit|loan|lend|mortgage|default|bankrupt|hir(e|ed|ing)\b|recruit|applicant|salary|income|wage|insur|premium|claim|recidiv|arrest|parole|bail|convict|sentenc|housing|tenant|admission|admit|scholarship|approv|eligib|welfare|promotion|attrition/i;

/** Names of what tells one person from all others: contact, papers, accounts, addresses, exact birth dates, devices. */
const IDENTIFIER =
  /^((customer|user|client|patient|contact|home|work|personal|billing)?(email|emailaddress|emailid|phone|phonenumber|phoneno|mobile|mobilenumber|mobileno|telephone|telephonenumber|cellphone|homeaddress|streetaddress|postaladdress|mailingaddress|billingaddress|fulladdress)|ssn|socialsecurity(number|no)?|passport(number|no)?|nationalid(number)?|taxid|driverslicen[sc]e(number)?|licen[sc]eplate|creditcard(number|no|num)?|cardnumber|ccnum(ber)?|cardno|iban|accountnumber|accountno|bankaccount|ipaddress|ipaddr|dateofbirth|birthdate|dob|deviceid|imei|macaddress|nhsnumber|aadhaar(number)?)$/;

/** Whether a column is named for a protected attribute. */
export function isProtectedAttribute(column: string): boolean {
  return PROTECTED.test(plain(column));
}

/** Whether a column is named for something that identifies one person. */
export function isIdentifier(column: string): boolean {
  return IDENTIFIER.test(plain(column));
}

function plain(column: string): string {
  return column.toLowerCase().replaceAll(/[\s_.-]/g, '');
}

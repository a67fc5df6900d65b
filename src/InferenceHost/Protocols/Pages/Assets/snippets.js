// The same request in several languages, to be pasted as it is. Passwords and tokens are never written out: they come from the environment.

const passwordVariable = 'INFERENCE_PASSWORD';
const tokenVariable = 'INFERENCE_TOKEN';

const shell = text => `'${text.replaceAll("'", "'\\''")}'`;
const quoted = text => JSON.stringify(text);
const python = text => JSON.stringify(text).replaceAll('\u007f', '\\u007f');

// What the environment variable of the login is called; null where none is needed.
export const secretVariable = login => (login === null ? null : login.token !== undefined ? tokenVariable : passwordVariable);

function curl({ url, body, files, login }) {
  const credentials = login === null ? ''
    : login.token !== undefined ? ` -H "Authorization: Bearer $${tokenVariable}"`
    : ` -u ${shell(login.user)}":$${passwordVariable}"`;
  const content = files.length === 0
    ? ` -H 'Content-Type: application/json' -d ${shell(body)}`
    : ` -F ${shell(`request=${body};type=application/json`)}${files.map(({ part, name }) => ` -F ${shell(`${part}=@${name}`)}`).join('')}`;
  return `curl -sS${credentials} ${shell(url)}${content}`;
}

function pythonCode({ url, body, files, login }) {
  const lines = ['import json, os, urllib.request', ''];
  const headers = [];
  if (files.length === 0) {
    lines.push(`body = ${python(body)}.encode()`);
    headers.push('"Content-Type": "application/json"');
  } else {
    lines.push(
      'import uuid',
      'boundary = uuid.uuid4().hex',
      `parts = [("request", None, ${python(body)}.encode())]`,
      ...files.map(({ part, name }) => `parts.append((${python(part)}, ${python(name)}, open(${python(name)}, "rb").read()))`),
      'body = b""',
      'for name, file, content in parts:',
      '    disposition = f\'form-data; name="{name}"\' + (f\'; filename="{file}"\' if file else "")',
      '    kind = "application/octet-stream" if file else "application/json"',
      '    body += f"--{boundary}\\r\\nContent-Disposition: {disposition}\\r\\nContent-Type: {kind}\\r\\n\\r\\n".encode() + content + b"\\r\\n"',
      'body += f"--{boundary}--\\r\\n".encode()');
    headers.push('"Content-Type": f"multipart/form-data; boundary={boundary}"');
  }
  if (login?.token !== undefined) headers.push(`"Authorization": "Bearer " + os.environ["${tokenVariable}"]`);
  else if (login !== null) {
    lines.splice(1, 0, 'import base64');
    lines.push(`credentials = base64.b64encode((${python(`${login.user}:`)} + os.environ["${passwordVariable}"]).encode()).decode()`);
    headers.push('"Authorization": "Basic " + credentials');
  }
  lines.push(`request = urllib.request.Request(${python(url)}, body, {${headers.join(', ')}})`, 'with urllib.request.urlopen(request) as answer:', '    print(json.load(answer)["outputs"])');
  return lines.join('\n');
}

function csharp({ url, body, files, login }) {
  const lines = ['using System.Net.Http.Headers;', 'using System.Text;', '', 'using var client = new HttpClient();'];
  if (login?.token !== undefined) lines.push(`client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("${tokenVariable}"));`);
  else if (login !== null) {
    lines.push(
      `var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(${quoted(`${login.user}:`)} + Environment.GetEnvironmentVariable("${passwordVariable}")));`,
      'client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);');
  }
  lines.push(`var request = new StringContent(${quoted(body)}, Encoding.UTF8, "application/json");`);
  if (files.length > 0) {
    lines.push('using var content = new MultipartFormDataContent();', 'content.Add(request, "request");');
    for (const { part, name } of files) lines.push(`content.Add(new StreamContent(File.OpenRead(${quoted(name)})), ${quoted(part)}, ${quoted(name)});`);
  }
  lines.push(`using var answer = await client.PostAsync(${quoted(url)}, ${files.length > 0 ? 'content' : 'request'});`, 'Console.WriteLine(await answer.Content.ReadAsStringAsync());');
  return lines.join('\n');
}

function javascript({ url, body, files, login }) {
  const lines = [];
  const headers = files.length === 0 ? ["'Content-Type': 'application/json'"] : [];
  if (login?.token !== undefined) headers.push(`Authorization: \`Bearer \${process.env.${tokenVariable}}\``);
  else if (login !== null) headers.push(`Authorization: 'Basic ' + Buffer.from(${quoted(`${login.user}:`)} + process.env.${passwordVariable}).toString('base64')`);
  if (files.length > 0) {
    lines.push("const { openAsBlob } = await import('node:fs');", 'const body = new FormData();', `body.append('request', new Blob([${quoted(body)}], { type: 'application/json' }));`);
    for (const { part, name } of files) lines.push(`body.append(${quoted(part)}, await openAsBlob(${quoted(name)}), ${quoted(name)});`);
  } else {
    lines.push(`const body = ${quoted(body)};`);
  }
  lines.push(`const answer = await fetch(${quoted(url)}, { method: 'POST', headers: { ${headers.join(', ')} }, body });`, 'console.log(JSON.stringify(await answer.json()));');
  return lines.join('\n');
}

const languages = [['curl', curl], ['Python', pythonCode], ['C#', csharp], ['JavaScript', javascript]];

// call: { url, body: JSON text, files: [{ part, name }], login: { user } or { token } or null }
export function showSnippets(place, call) {
  const variable = secretVariable(call.login);
  const open = new Set([...place.querySelectorAll('details[open]')].map(details => details.id));
  place.replaceChildren(...languages.map(([language, write], index) => {
    const text = write(call);
    const details = Object.assign(document.createElement('details'), { id: `snippet-${index}`, className: 'snippet', open: open.size === 0 ? index === 0 : open.has(`snippet-${index}`) });
    const code = Object.assign(document.createElement('pre'), { textContent: text, tabIndex: 0 });
    const copy = Object.assign(document.createElement('button'), { type: 'button', className: 'second', textContent: `Copy ${language}` });
    copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText(text);
      copy.textContent = 'Copied';
      setTimeout(() => { copy.textContent = `Copy ${language}`; }, 1500);
    });
    details.append(Object.assign(document.createElement('summary'), { textContent: language }), code);
    if (variable !== null) details.append(Object.assign(document.createElement('p'), { className: 'quiet', textContent: `Put the ${call.login.token !== undefined ? 'token' : 'password'} into the environment variable ${variable} first.` }));
    // without TLS, and off localhost, browsers give pages no clipboard
    if (navigator.clipboard) details.append(copy);
    return details;
  }));
}

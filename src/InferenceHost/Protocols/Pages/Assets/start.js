// Lists what is published, with its state of this moment.
const list = document.getElementById('apis');
const note = document.getElementById('note');
let shown = '';

function card(api) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = api.url;
  link.textContent = api.url.slice(1);
  const state = document.createElement('span');
  state.className = `state ${api.state}`;
  state.textContent = api.state;
  item.append(link);
  if (api.users) {
    const users = document.createElement('small');
    users.textContent = 'needs a login';
    item.append(users);
  }
  item.append(state);
  return item;
}

async function show() {
  try {
    const answer = await fetch('/-/apis.json', { credentials: 'omit' });
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const text = await answer.text();
    // what did not change is left alone: a reader may be in the middle of it
    if (text !== shown) {
      const apis = JSON.parse(text);
      list.replaceChildren(...apis.map(card));
      note.textContent = apis.length === 0 ? 'Nothing is published: an APIComponent in the folder of manifests publishes a component.' : '';
      shown = text;
    }
  } catch (error) {
    note.textContent = `The list cannot be fetched: ${error.message}. Trying again.`;
    shown = '';
  }
  setTimeout(show, 3000);
}

show();

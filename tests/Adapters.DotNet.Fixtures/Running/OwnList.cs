using System.Collections;
using Inference.Contracts;

namespace Inference.Adapters.DotNet.Fixtures.Running;

/// <summary>A list of the adapter's own type: who holds it holds the adapter's code.</summary>
internal sealed class OwnList(List<NamedTensor> items) : IReadOnlyList<NamedTensor>
{
    public int Count => items.Count;

    public NamedTensor this[int index] => items[index];

    public IEnumerator<NamedTensor> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

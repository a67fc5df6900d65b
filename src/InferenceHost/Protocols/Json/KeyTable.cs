using System.Text;

namespace InferenceHost.Protocols.Json;

/// <summary>The property names an object is known to have; at most 32.</summary>
internal sealed class KeyTable(params string[] names)
{
    /// <summary>A key's name.</summary>
    public string this[int key] => names[key];

    /// <summary>The key of a name; -1 where it is not known.</summary>
    public int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var key = 0; key < names.Length; key++)
        {
            if (Ascii.Equals(name, names[key]))
                return key;
        }

        return -1;
    }
}

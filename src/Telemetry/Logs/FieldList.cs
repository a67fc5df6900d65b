using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Inference.Telemetry.Logs;

/// <summary>
/// The named properties of an event: those of the open scopes from the outside in, then the template's. Of two with one name the later counts,
/// since two equal keys in an object read differently from one JSON reader to the next.
/// </summary>
internal sealed class FieldList
{
    // where the framework keeps the template itself
    private const string Template = "{OriginalFormat}";

    private readonly List<KeyValuePair<string, object?>> fields = [];

    public void Clear() => fields.Clear();

    public void Gather(object? state, IExternalScopeProvider scopes)
    {
        scopes.ForEachScope(static (scope, list) => list.AddScope(scope), this);
        if (state is IEnumerable<KeyValuePair<string, object?>> properties)
            AddRange(properties);
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        if (fields.Count == 0)
            return;
        json.WriteStartObject("fields"u8);
        for (var i = 0; i < fields.Count; i++)
        {
            if (!IsNamedAgain(i))
                JsonField.Write(json, fields[i].Key, fields[i].Value);
        }

        json.WriteEndObject();
    }

    private void AddScope(object? scope)
    {
        if (scope is IEnumerable<KeyValuePair<string, object?>> properties)
            AddRange(properties);
        else if (scope is not null)
            fields.Add(new("scope", scope));
    }

    private void AddRange(IEnumerable<KeyValuePair<string, object?>> properties)
    {
        foreach (var property in properties)
        {
            if (property.Key != Template)
                fields.Add(property);
        }
    }

    private bool IsNamedAgain(int index)
    {
        for (var i = index + 1; i < fields.Count; i++)
        {
            if (fields[i].Key == fields[index].Key)
                return true;
        }

        return false;
    }
}

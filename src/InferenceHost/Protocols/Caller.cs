using Inference.Contracts;

namespace InferenceHost.Protocols;

/// <summary>Who asks for a prediction.</summary>
/// <param name="Name">Authenticated; null where nobody was asked.</param>
/// <param name="IsPassedOn">The component learns of it as parameter <c>user</c>, which callers cannot set themselves then.</param>
internal readonly record struct Caller(string? Name, bool IsPassedOn)
{
    private const string ParameterName = "user";

    /// <summary>What the component gets of the caller's parameters.</summary>
    public IReadOnlyList<Parameter> Amend(IReadOnlyList<Parameter> parameters)
    {
        if (!IsPassedOn)
            return parameters;
        var amended = new List<Parameter>(parameters.Count + 1);
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].Name != ParameterName)
                amended.Add(parameters[i]);
        }

        if (Name is not null)
            amended.Add(new Parameter(ParameterName, Name));
        return amended;
    }
}

using Inference.Contracts;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>One way in which a row of a status table comes about, or the capability that it waits for.</summary>
/// <param name="Table">Which table; see <see cref="StatusCases.Tables"/>.</param>
/// <param name="Line">Of the table, from 1.</param>
/// <param name="What">What happens, and by which protocol.</param>
/// <param name="Code">The failure; null where it is none.</param>
/// <param name="Status">HTTP status.</param>
internal sealed record StatusCase(string Table, int Line, string What, ErrorCode? Code, int Status)
{
    /// <summary>The capability that is not there yet; null where the case is provoked.</summary>
    public string? Pending { get; init; }

    public Func<StatusRig, Task<RawResponse>>? Provoke { get; init; }

    /// <summary>A part of the message.</summary>
    public string Says { get; init; } = "";

    /// <summary>Paths of <c>errors</c> or <c>details</c>.</summary>
    public string[] Paths { get; init; } = [];

    /// <summary>A header that must be there, and its value.</summary>
    public (string Name, string Value)? Header { get; init; }

    public string Id => $"{Table} {Line}: {What}";
}

using Inference.Contracts;

namespace InferenceHost.Protocols;

/// <summary>How the caller wants to get each output. <c>default</c>: all as JSON.</summary>
/// <param name="isBinary">What holds for outputs of which nothing is said.</param>
/// <param name="outputs">The outputs asked for.</param>
/// <param name="forms">Theirs, in the same order.</param>
internal readonly struct OutputForms(bool isBinary, IReadOnlyList<RequestedOutput> outputs, IReadOnlyList<OutputForm> forms)
{
    /// <summary>All outputs as JSON.</summary>
    public static OutputForms Json => default;

    /// <summary>All outputs as bytes behind the JSON part.</summary>
    public static OutputForms Binary => new(isBinary: true, [], []);

    /// <summary>Whether an output is wanted as bytes behind the JSON part.</summary>
    public bool IsBinary(string output) => Find(output).IsBinary ?? isBinary;

    /// <summary>How many classes of an output are wanted in its place; 0 for the output itself.</summary>
    public int Classes(string output) => Find(output).Classes;

    private OutputForm Find(string output)
    {
        for (var i = 0; i < (forms?.Count ?? 0); i++)
        {
            if (outputs[i].Name == output)
                return forms![i];
        }

        return default;
    }
}

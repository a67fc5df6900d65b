using System.Text;
using Inference.Contracts;
using InferenceHost.Components;

namespace InferenceHost.Protocols.Json;

/// <summary>
/// A request while it is read. Ends in <see cref="Finish"/>: either all is well and the tensors go to the <see cref="RequestBody"/>, or something
/// is wrong and they are given back.
/// </summary>
internal ref struct RequestDraft(Signature signature)
{
    /// <summary>Most inputs, outputs or parameters of one request, unless the model itself has more: each costs more memory than the bytes that ask for it.</summary>
    private const int MostEntries = 1024;

    /// <summary>What is wrong and can be told together.</summary>
    public ProblemList Problems;

    public string? Id;
    public bool IsBinary;
    public long? TimeoutMicroseconds;
    private NamedTensor[] inputs = new NamedTensor[signature.Inputs.Count];
    private List<RequestedOutput>? outputs;
    private List<OutputForm>? forms;
    private List<Parameter>? parameters;
    private InferenceError? refusal;

    public readonly Signature Signature => signature;

    public int InputCount { get; private set; }

    /// <summary>Takes over a tensor.</summary>
    public void Add(string name, Tensor tensor)
    {
        if (InputCount == inputs.Length)
            Array.Resize(ref inputs, Math.Max(4, 2 * InputCount));
        inputs[InputCount++] = new NamedTensor(name, tensor);
    }

    /// <param name="output">What is asked for.</param>
    /// <param name="isBinary">Null for what the request says of all outputs, before or after.</param>
    /// <param name="classes">As <see cref="OutputForm.Classes"/>.</param>
    public void Add(RequestedOutput output, bool? isBinary = null, int classes = 0)
    {
        (outputs ??= []).Add(output);
        (forms ??= []).Add(new OutputForm(isBinary, classes));
    }

    /// <summary>One more, whatever its name: predict takes a list of them.</summary>
    public void Add(Parameter parameter) => (parameters ??= []).Add(parameter);

    /// <summary>In place of one of its name: the last of a name counts in the maps of protocol buffers.</summary>
    public void Put(Parameter parameter)
    {
        parameters ??= [];
        var known = parameters.Count - 1;
        while (known >= 0 && parameters[known].Name != parameter.Name)
            known--;
        if (known < 0)
            parameters.Add(parameter);
        else
            parameters[known] = parameter;
    }

    /// <summary>Whether one more entry may follow where there are so many already; a problem where not.</summary>
    public bool HasRoom(FieldPath list, int entries, int known = 0)
    {
        if (entries < Math.Max(MostEntries, known))
            return true;
        if (entries == Math.Max(MostEntries, known))
            Problems.Add(list.ToString(), $"more than {entries} entries");
        return false;
    }

    /// <summary>Refuses the request for something other than bad input; the first such reason is told.</summary>
    public void Refuse(InferenceError error) => refusal ??= error;

    /// <summary>The name as the signature's own string where it is one of its inputs.</summary>
    /// <param name="likely">The index at which the input probably stands.</param>
    public readonly string InputName(ReadOnlySpan<byte> name, int likely) => Intern(signature.Inputs, name, likely);

    /// <summary>The name as the signature's own string where it is one of its outputs.</summary>
    /// <param name="likely">The index at which the output probably stands.</param>
    public readonly string OutputName(ReadOnlySpan<byte> name, int likely) => Intern(signature.Outputs, name, likely);

    /// <summary>What the request has come to.</summary>
    /// <param name="malformed">What the JSON cursor says, which comes before everything else.</param>
    public readonly Outcome<RequestBody> Finish(InferenceError? malformed)
    {
        var error = malformed ?? refusal ?? Problems.ToError();
        if (error is not null)
        {
            foreach (var input in inputs.AsSpan(0, InputCount))
                input.Tensor.Dispose();
            return error;
        }

        return new RequestBody
        {
            Id = string.IsNullOrEmpty(Id) ? null : Id,
            Inputs = inputs.Length == InputCount ? inputs : inputs[..InputCount],
            RequestedOutputs = outputs ?? (IReadOnlyList<RequestedOutput>)[],
            Parameters = parameters ?? (IReadOnlyList<Parameter>)[],
            Forms = new OutputForms(IsBinary, outputs ?? (IReadOnlyList<RequestedOutput>)[], forms ?? (IReadOnlyList<OutputForm>)[]),
            TimeoutMicroseconds = TimeoutMicroseconds,
        };
    }

    private static string Intern(IReadOnlyList<TensorSpec> specs, ReadOnlySpan<byte> name, int likely)
    {
        for (var i = 0; i < specs.Count; i++)
        {
            var candidate = specs[(i + likely) % specs.Count].Name;
            if (Ascii.Equals(name, candidate))
                return candidate;
        }

        return Encoding.UTF8.GetString(name);
    }
}

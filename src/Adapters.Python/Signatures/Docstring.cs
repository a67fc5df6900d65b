using System.Text;
using Inference.Contracts;

namespace Inference.Adapters.Python.Signatures;

/// <summary>
/// Reads what a function's docstring says of its variables, two lines each: <c>:param inputs.NAME: text</c> and <c>:type inputs.NAME: FP32 or FILE, optional</c>, and the same with
/// <c>outputs.</c>. Everything else in it is passed over. A variable without a type that we know is not enforced, and its side of the signature stays open; so does a side of which nothing is said.
/// </summary>
internal static class Docstring
{
    private enum Side
    {
        Inputs,
        Outputs,
    }

    /// <param name="text">As <c>inspect.getdoc</c> gives it.</param>
    /// <param name="warn">Told of each variable whose type we do not know.</param>
    public static Signature Read(string text, Action<string>? warn = null)
    {
        var variables = new List<Variable>();
        Variable? described = null;
        foreach (var line in text.Split('\n').Select(static line => line.Trim()))
        {
            if (TryRead(line, ":param ", out var side, out var name, out var rest))
            {
                described = Find(variables, side, name);
                described.Describe(rest);
            }
            else if (TryRead(line, ":type ", out side, out name, out rest))
            {
                described = null;
                Find(variables, side, name).Declare(rest);
            }
            else if (line.Length == 0 || line[0] == ':')
            {
                described = null;
            }
            else
            {
                // a description goes on until something else begins
                described?.Describe(line);
            }
        }

        foreach (var variable in variables.Where(static variable => variable.Unknown is not null))
            warn?.Invoke(variable.Complaint);
        var inputs = variables.Where(static variable => variable.Side == Side.Inputs).ToArray();
        var outputs = variables.Where(static variable => variable.Side == Side.Outputs).ToArray();
        return new Signature(Specs(inputs), Specs(outputs)) { HasOpenInputs = IsOpen(inputs), HasOpenOutputs = IsOpen(outputs) };
    }

    private static bool TryRead(string line, string keyword, out Side side, out string name, out string rest)
    {
        (side, name, rest) = (default, "", "");
        if (!line.StartsWith(keyword, StringComparison.Ordinal))
            return false;
        var variable = line[keyword.Length..].TrimStart();
        string prefix;
        (side, prefix) = variable.StartsWith("inputs.", StringComparison.Ordinal) ? (Side.Inputs, "inputs.") : (Side.Outputs, "outputs.");
        var colon = variable.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !variable.StartsWith(prefix, StringComparison.Ordinal))
            return false;
        name = variable[prefix.Length..Math.Max(prefix.Length, colon)].Trim();
        rest = variable[(colon + 1)..].Trim();
        return name.Length > 0;
    }

    private static Variable Find(List<Variable> variables, Side side, string name)
    {
        var found = variables.Find(variable => variable.Side == side && variable.Name == name);
        if (found is null)
            variables.Add(found = new Variable(side, name));
        return found;
    }

    private static TensorSpec[] Specs(Variable[] variables) => [.. variables.Where(static variable => variable.Types.Count > 0).Select(static variable => variable.ToSpec())];

    private static bool IsOpen(Variable[] variables) => variables.Length == 0 || Array.Exists(variables, static variable => variable.Types.Count == 0);

    private sealed class Variable(Side side, string name)
    {
        private readonly StringBuilder description = new();
        private bool isOptional;

        public Side Side => side;

        public string Name => name;

        public List<DataType> Types { get; } = [];

        /// <summary>What stands where a type should.</summary>
        public string? Unknown { get; private set; }

        public string Complaint =>
            $"the docstring says that {(side == Side.Inputs ? "inputs" : "outputs")}.{name} is '{Unknown}', which is none of {string.Join(", ", DataTypeExtensions.AllNames)}: what the function {(side == Side.Inputs ? "takes" : "gives")} is checked for the others only";

        public void Describe(string words)
        {
            if (words.Length > 0)
                description.Append(description.Length > 0 ? " " : "").Append(words);
        }

        /// <summary><c>FP32 or FILE, optional</c>; a type that we do not know leaves the variable without one.</summary>
        public void Declare(string words)
        {
            var parts = words.Split(',', StringSplitOptions.TrimEntries);
            isOptional = Array.Exists(parts[1..], static part => part.Equals("optional", StringComparison.OrdinalIgnoreCase));
            Types.Clear();
            Unknown = null;
            foreach (var word in parts[0].Replace("|", " or ", StringComparison.Ordinal).Split(" or ", StringSplitOptions.TrimEntries))
            {
                if (!TryParse(word, out var type))
                {
                    Types.Clear();
                    Unknown = word;
                    return;
                }

                if (!Types.Contains(type))
                    Types.Add(type);
            }
        }

        public TensorSpec ToSpec() => new(name, Types[0], Shape: null)
        {
            OtherTypes = Types[1..],
            IsOptional = isOptional,
            Description = description.Length > 0 ? description.ToString() : null,
        };

        private static bool TryParse(string word, out DataType type)
        {
            foreach (var known in DataTypeExtensions.AllNames)
            {
                if (known.Equals(word, StringComparison.OrdinalIgnoreCase))
                    return DataTypeExtensions.TryParse(known, out type);
            }

            type = default;
            return false;
        }
    }
}

using System.Reflection;
using Inference.Adapters.DotNet.Library;
using Inference.Contracts;

namespace Inference.Adapters.DotNet.Fixtures.Loading;

/// <summary>Tells, as <c>str</c> outputs, what the adapter's code finds around itself.</summary>
public sealed class Surroundings : IModelLoader
{
    private static int runs;

    public string Platform => "dotnet";

    public Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken)
    {
        string[] names = ["edition", "assembly", "note", "runs"];
        var signature = new Signature([], [.. names.Select(name => new TensorSpec(name, DataType.Str, Shape: null))]) { HasOpenInputs = true };
        return FixtureModel.Loaded(signature, (request, _) => InferenceResult.Of(
        [
            Text("edition", Edition.Name),
            Text("assembly", Find(request.Parameters.Where(parameter => parameter.Name == "assembly").Select(parameter => (string)parameter.Value!).FirstOrDefault())),
            Text("note", File.ReadAllText(Path.Combine(source.Root!, "Fixtures", "note.txt"))),
            Text("runs", $"{Interlocked.Increment(ref runs)}"),
        ]));
    }

    private static NamedTensor Text(string name, string text) => new(name, Tensor.FromText(DataType.Str, System.Text.Encoding.UTF8.GetBytes(text)));

    private static string Find(string? name)
    {
        try
        {
            return name is null ? "" : $"{Assembly.Load(new AssemblyName(name)).GetName().Name} found";
        }
        catch (FileNotFoundException)
        {
            return $"{name} not found";
        }
    }
}

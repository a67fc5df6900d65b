using System.Reflection;
using Inference.Adapters.DotNet.Assemblies;
using Inference.Contracts;

namespace Inference.Adapters.DotNet.Loading;

/// <summary>The class that the manifest names.</summary>
internal static class LoaderType
{
    private const int MostNames = 10;

    public static Outcome<Type> Find(Assembly assembly, AssemblyImage image, DotNetOptions options)
    {
        if (!image.Types.Contains(options.Type))
            return Unloadable.Because($"{options.Assembly} has no type {options.Type}{Near(image, options.Type)}{Offer(assembly)}: set type to a full name, with its namespace");
        var type = assembly.GetType(options.Type, throwOnError: true, ignoreCase: false)!;
        return Fault(type) is { } fault
            ? Unloadable.Because($"{options.Assembly}: {options.Type} {fault}; expected a public class that implements {typeof(IModelLoader).FullName} and has a public constructor without parameters{Offer(assembly)}")
            : type;
    }

    private static string? Fault(Type type) =>
        !typeof(IModelLoader).IsAssignableFrom(type) ? typeof(IModel).IsAssignableFrom(type) ? "is a model (IModel) and not what loads one" : "does not implement IModelLoader"
        : !type.IsVisible ? "is not public"
        : type.IsInterface ? "is an interface"
        : type.IsAbstract ? "is abstract"
        : type.ContainsGenericParameters ? "is generic"
        : type.GetConstructor(Type.EmptyTypes) is null && !type.IsValueType ? "has no public constructor without parameters"
        : null;

    private static string Near(AssemblyImage image, string wanted)
    {
        var last = Last(wanted);
        string[] near = [.. image.Types.Where(name => string.Equals(Last(name), last, StringComparison.OrdinalIgnoreCase)).Take(MostNames)];
        return near.Length == 0 ? "" : $"; there is {string.Join(", ", near)}";
    }

    private static string Last(string name) => name.Split('.', '+')[^1].Split('`')[0];

    private static string Offer(Assembly assembly)
    {
        Type?[] types;
        try
        {
            types = assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            // some need what is not there; the others will do
            types = e.Types;
        }

        string[] names =
        [
            .. types.OfType<Type>().Where(type => typeof(IModelLoader).IsAssignableFrom(type) && Fault(type) is null)
                .Select(type => type.FullName!).Order(StringComparer.Ordinal).Take(MostNames),
        ];
        return names.Length == 0 ? "; no class in the assembly can be used" : $"; what can be used: {string.Join(", ", names)}";
    }
}

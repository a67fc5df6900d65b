using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Inference.Adapters.DotNet.Tests.Loading;

/// <summary>Assemblies that no compiler at hand would write.</summary>
internal static class MadeAssembly
{
    /// <summary>Holds nothing but a reference.</summary>
    public static byte[] Referring(string name, Version version)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("Made.dll"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddAssembly(metadata.GetOrAddString("Made"), new Version(1, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.None);
        metadata.AddAssemblyReference(metadata.GetOrAddString(name), version, default, default, default, default);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        var blob = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(blob);
        return blob.ToArray();
    }

    /// <summary>The fixtures' library in another edition.</summary>
    public static void WriteLibrary(string path, string edition, Version version)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Inference.Adapters.DotNet.Library") { Version = version }, typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("Library").DefineType("Inference.Adapters.DotNet.Library.Edition", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var code = type.DefineMethod("get_Name", MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.SpecialName, typeof(string), []).GetILGenerator();
        code.Emit(OpCodes.Ldstr, edition);
        code.Emit(OpCodes.Ret);
        type.CreateType();
        assembly.Save(path);
    }
}

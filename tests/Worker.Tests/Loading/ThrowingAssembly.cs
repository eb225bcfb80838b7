using System.Reflection;
using System.Reflection.Emit;

namespace Kappa.Worker.Tests;

/// <summary>Writes an assembly whose topologies throw when they are built.</summary>
internal static class ThrowingAssembly
{
    public const string Message = "The threshold is not set.";

    /// <param name="file">Path of the .dll.</param>
    /// <param name="topologies">Names and versions of its classes.</param>
    public static void Write(string file, params (string Topology, int Version)[] topologies)
    {
        var assembly = new PersistedAssemblyBuilder(
            new AssemblyName(Path.GetFileNameWithoutExtension(file)), typeof(object).Assembly);
        ModuleBuilder module = assembly.DefineDynamicModule(Path.GetFileName(file));
        foreach ((string topology, int version) in topologies)
        {
            TypeBuilder type = module.DefineType(
                $"Thrower{version}", TypeAttributes.Public | TypeAttributes.Sealed, typeof(object),
                [typeof(ITopology)]);
            type.SetCustomAttribute(new CustomAttributeBuilder(
                typeof(TopologyAttribute).GetConstructor([typeof(string)])!, [topology],
                [typeof(TopologyAttribute).GetProperty(nameof(TopologyAttribute.Version))!], [version]));
            ILGenerator code = type.DefineMethod(
                nameof(ITopology.Build), MethodAttributes.Public | MethodAttributes.Virtual, typeof(void),
                [typeof(StreamBuilder)]).GetILGenerator();
            code.Emit(OpCodes.Ldstr, Message);
            code.Emit(OpCodes.Newobj, typeof(FormatException).GetConstructor([typeof(string)])!);
            code.Emit(OpCodes.Throw);
            type.CreateType();
        }

        assembly.Save(file);
    }
}

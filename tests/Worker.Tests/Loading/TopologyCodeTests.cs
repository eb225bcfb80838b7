using System.Reflection;
using System.Reflection.Emit;

namespace Kappa.Worker.Tests;

public sealed class TopologyCodeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kappa-code-").FullName;
    private int _builds;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_version_that_is_added_does_not_change_the_code_of_the_one_before() =>
        Assert.False(TopologyCode.Differs(Build("text"), Build("text", hasSecond: true), "Words.First"));

    [Fact]
    public void A_version_whose_own_code_changed_differs() =>
        Assert.True(TopologyCode.Differs(Build("text", number: 1), Build("text", number: 2), "Words.First"));

    [Fact]
    public void A_version_that_uses_other_code_which_changed_differs() =>
        Assert.True(TopologyCode.Differs(Build("text"), Build("other"), "Words.First"));

    [Fact]
    public void A_version_whose_library_changed_differs()
    {
        string changed = Build("text");
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(changed)!, "Library.dll"), "another");

        Assert.True(TopologyCode.Differs(Build("text"), changed, "Words.First"));
    }

    /// <summary>
    /// Makes an assembly: class First calls Helper, which has a text. Second stands before both, so that what they
    /// refer to has other numbers where it is there.
    /// </summary>
    private string Build(string text, int number = 1, bool hasSecond = false)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Words"), typeof(object).Assembly);
        ModuleBuilder module = assembly.DefineDynamicModule("Words");
        if (hasSecond)
        {
            Define(module, "Words.Second", code => code.Emit(OpCodes.Ldstr, "second"));
        }

        MethodBuilder helper = Define(module, "Words.Helper", code => code.Emit(OpCodes.Ldstr, text));
        Define(module, "Words.First", code =>
        {
            code.Emit(OpCodes.Ldc_I4, number);
            code.Emit(OpCodes.Pop);
            code.Emit(OpCodes.Call, helper);
        });
        string folder = Path.Combine(_folder, $"{_builds++}");
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, "Words.dll");
        assembly.Save(file);
        File.WriteAllText(Path.Combine(folder, "Library.dll"), "library");
        return file;
    }

    private static MethodBuilder Define(ModuleBuilder module, string name, Action<ILGenerator> write)
    {
        TypeBuilder type = module.DefineType(name, TypeAttributes.Public);
        MethodBuilder method = type.DefineMethod(
            "Text", MethodAttributes.Public | MethodAttributes.Static, typeof(string), []);
        ILGenerator code = method.GetILGenerator();
        write(code);
        code.Emit(OpCodes.Ret);
        type.CreateType();
        return method;
    }
}

using System.Text.Json;

namespace Kappa.Mutants;

/// <summary>
/// Compiles a project with one file changed, as its build does, but by the compiler alone: its warm server takes a
/// second, and MSBuild is asked once a project how it is called.
/// </summary>
internal sealed class Compiler(string tree)
{
    private static readonly string[] Asked =
    [
        "-t:Compile", "-p:ProvideCommandLineArgs=true", "-p:SkipCompilerExecution=true", "-p:DesignTimeBuild=true",
        "-p:NonExistentFile=/nowhere", "-p:BuildProjectReferences=false", "-p:RunAnalyzers=false",
        "-getItem:CscCommandLineArgs", "-getProperty:RoslynCoreAssembliesPath", "-getProperty:TargetFileName",
    ];

    private static readonly string[] NotNeeded = ["/noconfig", "/out:", "/refout:", "/doc:", "/warnaserror"];

    private readonly Dictionary<string, Call> _calls = [];

    /// <summary>Asks how a project is compiled; it was built before.</summary>
    /// <param name="project">From the root of the tree.</param>
    public void Prepare(string project)
    {
        if (_calls.ContainsKey(project))
        {
            return;
        }

        using JsonDocument answer = JsonDocument.Parse(
            Command.Require(Path.Combine(tree, project), "dotnet", ["msbuild", "-nologo", .. Asked]));
        JsonElement properties = answer.RootElement.GetProperty("Properties");
        string Property(string name) => properties.GetProperty(name).GetString()!;
        IEnumerable<string> arguments = answer.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs")
            .EnumerateArray().Select(argument => argument.GetProperty("Identity").GetString()!)
            .Where(argument => !NotNeeded.Any(start => argument.StartsWith(start, StringComparison.Ordinal)));
        _calls[project] = new Call(
            Path.Combine(Property("RoslynCoreAssembliesPath"), "csc.dll"), Property("TargetFileName"), [.. arguments]);
    }

    /// <summary>Compiles a mutant.</summary>
    /// <param name="mutant">The mutant.</param>
    /// <param name="text">Its file's text.</param>
    /// <param name="scratch">A directory for what is made.</param>
    /// <returns>The assembly.</returns>
    public string Compile(Mutant mutant, string text, string scratch)
    {
        Call call = _calls[mutant.Project];
        string name = Path.GetRelativePath(mutant.Project, mutant.File);
        int at = Array.IndexOf(call.Arguments, name);
        if (at < 0)
        {
            throw new InvalidOperationException($"{mutant.Project} does not compile {name}.");
        }

        string changed = Path.Combine(scratch, "Mutant.cs");
        string response = Path.Combine(scratch, "mutant.rsp");
        string assembly = Path.Combine(scratch, call.Assembly); // Its own name is taken from it.
        File.WriteAllText(changed, mutant.Apply(text));
        File.WriteAllLines(
            response, [.. call.Arguments[..at], changed, .. call.Arguments[(at + 1)..], $"/out:{assembly}"]);
        Command.Require(
            Path.Combine(tree, mutant.Project), "dotnet",
            call.Compiler, "-nologo", "-noconfig", "-shared", $"@{response}");
        return assembly;
    }

    private sealed record Call(string Compiler, string Assembly, string[] Arguments);
}

using System.Diagnostics;

namespace Kappa.Mutants;

/// <summary>A copy of the tree: mutants are planted, built and judged there, never in the tree itself.</summary>
internal sealed class Workbench(string tree, string copy)
{
    private static readonly string[] BuildOptions =
        ["-v", "q", "--nologo", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false"];

    private readonly HashSet<string> _built = [];
    private readonly Dictionary<string, TimeSpan> _limits = [];

    /// <summary>Brings the copy up to date; files that are the same keep their time, so that little is built.</summary>
    public void Copy()
    {
        Directory.CreateDirectory(copy);
        string names = Command.Require(tree, "git", "ls-files", "--cached", "--others", "--exclude-standard");
        foreach (string name in names.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            FileInfo from = new(Path.Combine(tree, name));
            string to = Path.Combine(copy, name);
            byte[] bytes = from.Exists ? File.ReadAllBytes(from.FullName) : [];
            if (from.Exists && (!File.Exists(to) || !File.ReadAllBytes(to).SequenceEqual(bytes)))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.WriteAllBytes(to, bytes);
            }
        }
    }

    /// <summary>Builds a judge, and sees to it that it finds nothing where there is nothing to find.</summary>
    public void Prepare(Judge judge)
    {
        if (_built.Add(judge.Project))
        {
            Command.Require(copy, "dotnet", ["build", $"tests/{judge.Project}", .. BuildOptions]);
        }

        long begin = Stopwatch.GetTimestamp();
        if (Find(judge, TimeSpan.FromMinutes(30)) is { } failure)
        {
            throw new InvalidOperationException($"{judge} fails without a mutant: {failure}");
        }

        _limits[judge.ToString()] = TimeSpan.FromMinutes(2) + (5 * Stopwatch.GetElapsedTime(begin));
    }

    /// <summary>Plants a mutant, has it judged, and takes it out again.</summary>
    public Verdict Try(Mutant mutant)
    {
        string file = Path.Combine(copy, mutant.File);
        string project = Path.Combine(copy, string.Join('/', mutant.File.Split('/')[..2]));
        string assembly = AssemblyOf(project);
        string[] targets = [.. mutant.Judges.Select(judge => BinaryOf(judge, assembly)).Distinct().Where(File.Exists)];
        byte[][] clean = [.. targets.Select(File.ReadAllBytes)];
        string text = File.ReadAllText(file);
        try
        {
            File.WriteAllText(file, mutant.Apply(text));
            Command.Require(copy, "dotnet", ["build", project, "--no-dependencies", "--no-restore", .. BuildOptions]);
            Array.ForEach(targets, target => File.Copy(Binary(assembly, assembly), target, overwrite: true));
            IEnumerable<string?> failures = mutant.Judges.Select(judge => Find(judge, _limits[judge.ToString()]));
            return new Verdict(mutant, failures.FirstOrDefault(failure => failure is not null));
        }
        finally
        {
            File.WriteAllText(file, text);
            for (int i = 0; i < targets.Length; i++)
            {
                File.WriteAllBytes(targets[i], clean[i]);
            }
        }
    }

    /// <summary>Runs tests; null where none fails, else the first that does.</summary>
    private string? Find(Judge judge, TimeSpan limit)
    {
        string assembly = AssemblyOf(Path.Combine(copy, "tests", judge.Project));
        Command tests = Command.Run(
            copy, limit, "dotnet", [Binary(assembly, assembly), "-stopOnFail", "-noColor", .. judge.Filter]);
        return tests.Code switch
        {
            0 => null,
            null => $"{judge} does not end",
            _ => tests.Output.Split('\n').FirstOrDefault(line => line.Contains("[FAIL]"))?.Replace("[FAIL]", "").Trim()
                ?? $"the process of {judge.Project}: {tests.Output.Trim().Split('\n')[^1]}",
        };
    }

    private static string AssemblyOf(string project) =>
        Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(project, "*.csproj").Single());

    private string BinaryOf(Judge judge, string assembly) =>
        Binary(AssemblyOf(Path.Combine(copy, "tests", judge.Project)), assembly);

    private string Binary(string project, string assembly) =>
        Path.Combine(copy, "artifacts/bin", project, "release", assembly + ".dll");
}

namespace Kappa.Mutants;

/// <summary>A copy of the tree, built once: the tests and what they need. Mutants never get into the tree.</summary>
internal sealed class Workbench(string tree, string copy)
{
    private static readonly string[] BuildOptions =
        ["-v", "q", "--nologo", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false"];

    public Compiler Compiler { get; } = new(copy);

    /// <summary>Brings the copy up to date; files that are the same keep their time, so that little is built.</summary>
    public void Copy()
    {
        Directory.CreateDirectory(copy);
        string[] names = Command.Require(tree, "git", "ls-files", "--cached", "--others", "--exclude-standard")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (string name in names)
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

        HashSet<string> kept = [.. names];
        foreach (string file in new[] { "src", "tests", "topologies" }.Select(part => Path.Combine(copy, part))
            .Where(Directory.Exists)
            .SelectMany(part => Directory.EnumerateFiles(part, "*.cs", SearchOption.AllDirectories)))
        {
            string name = Path.GetRelativePath(copy, file);
            if (!kept.Contains(name) || !File.Exists(Path.Combine(tree, name)))
            {
                File.Delete(file); // It would be compiled still.
            }
        }
    }

    /// <summary>Builds test projects, and asks how the projects of mutants are compiled.</summary>
    public void Build(IEnumerable<Mutant> mutants)
    {
        IEnumerable<Judge> judges = mutants.SelectMany(mutant => mutant.First.Concat(mutant.Judges));
        foreach (string project in judges.Select(judge => judge.Project).Distinct())
        {
            Command.Require(copy, "dotnet", ["build", $"tests/{project}", .. BuildOptions]);
        }

        foreach (string project in mutants.Select(mutant => mutant.Project).Distinct())
        {
            Compiler.Prepare(project);
        }
    }

    /// <summary>The text of a mutant's file.</summary>
    public string Text(Mutant mutant) => File.ReadAllText(Path.Combine(copy, mutant.File));

    /// <summary>A place of its own for what works beside others.</summary>
    /// <param name="number">Its number.</param>
    public Bench Bench(int number) => new(this, copy, Path.Combine(copy, "artifacts/mutants", $"bench{number}"));
}

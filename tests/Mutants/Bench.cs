using System.Collections.Concurrent;

namespace Kappa.Mutants;

/// <summary>Judges one mutant after the other, in its own copies of the test programs.</summary>
internal sealed class Bench
{
    private static readonly ConcurrentDictionary<string, TimeSpan> Limits = [];

    private readonly Workbench _workbench;
    private readonly string _copy;
    private readonly string _directory;
    private readonly HashSet<string> _programs = [];

    public Bench(Workbench workbench, string copy, string directory)
    {
        (_workbench, _copy, _directory) = (workbench, copy, directory);
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true); // A run that was ended leaves a mutant in it.
        }

        Directory.CreateDirectory(directory);
    }

    /// <summary>Compiles a mutant and has it judged.</summary>
    /// <param name="mutant">The mutant.</param>
    /// <param name="judges">Who looks for it.</param>
    /// <exception cref="JudgeException">One of them fails without it.</exception>
    public Verdict Try(Mutant mutant, IEnumerable<Judge> judges)
    {
        Lazy<string> assembly = new(() => _workbench.Compiler.Compile(mutant, _workbench.Text(mutant), _directory));
        string? hung = null;
        foreach (Judge judge in judges)
        {
            TimeSpan limit = Limits.GetOrAdd(judge.ToString(), _ => Measure(judge));
            (string? failure, bool ended) = Run(judge, assembly.Value, new Patience(limit));
            if (failure is not null)
            {
                return new Verdict(mutant, failure, null);
            }

            hung ??= ended ? null : judge.ToString();
        }

        return new Verdict(mutant, null, hung);
    }

    /// <summary>Sees to it that a judge finds nothing where there is nothing to find.</summary>
    /// <returns>How much of the processor it may use with a mutant.</returns>
    private TimeSpan Measure(Judge judge)
    {
        var patience = new Patience(TimeSpan.FromMinutes(20));
        if (Run(judge, null, patience) is not (null, true) and var found)
        {
            throw new JudgeException($"{judge} fails without a mutant: {found.Failure ?? "it does not end"}");
        }

        return TimeSpan.FromMinutes(1) + (5 * patience.Used);
    }

    /// <summary>Runs tests until one fails.</summary>
    /// <param name="judge">Which.</param>
    /// <param name="mutant">What takes the place of the assembly of its name; null for nothing.</param>
    /// <param name="patience">With the program that they run in.</param>
    private (string? Failure, bool Ended) Run(Judge judge, string? mutant, Patience patience)
    {
        string program = ProgramOf(judge.Project);
        string directory = Path.GetDirectoryName(program)!;
        string? target = mutant is null ? null : Path.Combine(directory, Path.GetFileName(mutant));
        byte[] clean = target is null ? [] : File.ReadAllBytes(target);
        if (target is not null)
        {
            File.Copy(mutant!, target, overwrite: true);
        }

        try
        {
            static bool IsFailure(string line) => line.Contains("[FAIL]", StringComparison.Ordinal);
            Command tests = Command.Run(directory, patience, IsFailure, program, ["-noColor", .. judge.Filter]);
            string? failure = tests.Output.Split('\n').FirstOrDefault(IsFailure)?.Replace("[FAIL]", "").Trim();
            return tests.Code switch
            {
                0 when tests.Output.Contains("Total: 0", StringComparison.Ordinal) =>
                    throw new JudgeException($"{judge} names no test."),
                0 => (null, true),
                null => (failure, false),
                _ => (failure ?? $"the process of {judge.Project}: {tests.Output.Trim().Split('\n')[^1]}", true),
            };
        }
        finally
        {
            if (target is not null)
            {
                File.WriteAllBytes(target, clean);
            }
        }
    }

    private string ProgramOf(string project)
    {
        string name = $"Kappa.{project}";
        string directory = Path.Combine(_directory, name);
        if (_programs.Add(name))
        {
            string from = Path.Combine(_copy, "artifacts/bin", name, "release");
            foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                string to = Path.Combine(directory, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to, overwrite: true);
            }
        }

        return Path.Combine(directory, name);
    }
}

using Kappa.Fuzz;
using SharpFuzz;

// afl-fuzz runs this, by the script `fuzz`. An error that escapes is what it looks for.
if (args is ["--journal", var file])
{
    File.WriteAllBytes(file, JournalTarget.Written()); // For the corpus.
    return 0;
}

if (args is not [var name] || !FuzzTargets.All.TryGetValue(name, out FuzzTarget? target))
{
    Console.Error.WriteLine($"Name a target: {string.Join(", ", FuzzTargets.All.Keys)}.");
    return 2;
}

Fuzzer.Run(stream =>
{
    using var input = new MemoryStream();
    stream.CopyTo(input);
    target(input.ToArray());
});
return 0;

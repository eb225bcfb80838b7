namespace Kappa.Mutants;

/// <summary>A test project, or some of its tests.</summary>
/// <param name="Project">Its folder below tests, as in <c>Log.Tests</c>.</param>
/// <param name="Filter">Arguments of xunit's runner that choose tests, as in <c>-class *Journal*</c>.</param>
internal sealed record Judge(string Project, IReadOnlyList<string> Filter)
{
    public static Judge Parse(string words)
    {
        string[] parts = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new Judge(parts[0], parts[1..]);
    }

    public override string ToString() => string.Join(' ', [Project, .. Filter]);
}

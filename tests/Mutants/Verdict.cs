namespace Kappa.Mutants;

/// <summary>What became of a mutant.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="FoundBy">The first test that failed; null where none did.</param>
/// <param name="Hung">The judge that had to be ended, where no test failed: that finds nothing. Null for none.</param>
internal sealed record Verdict(Mutant Mutant, string? FoundBy, string? Hung)
{
    /// <summary>Whether it is as the list says: found, or not with a reason.</summary>
    public bool IsExpected => FoundBy is null == Mutant.Reason is not null;

    public override string ToString()
    {
        string what = $"{Mutant.List}: {Mutant.Name}";
        return (FoundBy, Hung, Mutant.Reason) switch
        {
            (null, null, null) => $"SURVIVED   {what}",
            (null, not null, null) => $"HUNG       {what}: {Hung}",
            (null, _, _) => $"survived   {what}: {Mutant.Reason}",
            (_, _, null) => $"found      {what}: {FoundBy}",
            _ => $"FOUND      {what}: {FoundBy}, so the reason no longer holds: {Mutant.Reason}",
        };
    }
}

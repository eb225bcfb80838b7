namespace Kappa.Mutants;

/// <summary>What became of a mutant.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="FoundBy">The first test that failed; null where it survived.</param>
internal sealed record Verdict(Mutant Mutant, string? FoundBy)
{
    /// <summary>Whether it is as the list says: found, or not with a reason.</summary>
    public bool IsExpected => FoundBy is null == Mutant.Reason is not null;

    public override string ToString() => (FoundBy, Mutant.Reason) switch
    {
        (null, null) => $"SURVIVED   {Mutant.File}: {Mutant.Name}",
        (null, _) => $"survived   {Mutant.File}: {Mutant.Name}: {Mutant.Reason}",
        (_, null) => $"found      {Mutant.File}: {Mutant.Name}: {FoundBy}",
        _ => $"FOUND      {Mutant.File}: {Mutant.Name}: {FoundBy}, so the reason no longer holds: {Mutant.Reason}",
    };
}

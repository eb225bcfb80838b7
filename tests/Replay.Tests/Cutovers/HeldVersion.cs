namespace Kappa.Replay.Tests;

/// <summary>A version that a test holds at a record, and that may fail on it.</summary>
/// <param name="version">Its number.</param>
/// <param name="poison">The value on which it fails; null for every value.</param>
internal sealed class HeldVersion(int version, string? poison = null) : IDisposable
{
    private readonly ManualResetEventSlim _goesOn = new(initialState: true);
    private volatile bool _isPoisoned;

    /// <summary>Concatenates.</summary>
    public Letters Letters => new(
        version,
        (_, value, total) =>
        {
            _goesOn.Wait();
            return _isPoisoned && (poison is null || value == poison)
                ? throw new FormatException("poison") : total + value;
        },
        _ => true);

    /// <summary>It stands at its next record.</summary>
    public void Hold() => _goesOn.Reset();

    public void LetGo() => _goesOn.Set();

    /// <summary>From now on it fails.</summary>
    public void Poison() => _isPoisoned = true;

    public void Dispose() => _goesOn.Dispose();
}

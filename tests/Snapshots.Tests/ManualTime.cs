namespace Kappa.Snapshots.Tests;

/// <summary>A clock that is moved by hand; what waits for it waits by the real one.</summary>
internal sealed class ManualTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 30, 2, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

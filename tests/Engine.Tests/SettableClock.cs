namespace Kappa.Engine.Tests;

/// <summary>A clock that a test sets, also back.</summary>
internal sealed class SettableClock : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}

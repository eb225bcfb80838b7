namespace Kappa.Engine.Tests;

/// <summary>Time that goes on only where a test says so; dates are the system's.</summary>
internal sealed class StoppedTime : TimeProvider
{
    private long _ms;

    public override long TimestampFrequency => 1_000;

    public override long GetTimestamp() => _ms;

    public void Advance(long ms) => _ms += ms;
}

namespace Kappa.Logs.Tests;

/// <summary>The contract of every log, on a real broker.</summary>
public sealed class KafkaLogTests : LogContract
{
    public KafkaLogTests() => Log = PrefixedLog.Connect();

    protected override ILog Log { get; }

    public override void Dispose() => Log.Dispose();
}

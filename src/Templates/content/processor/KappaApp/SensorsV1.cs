using Kappa;

namespace KappaApp;

/// <summary>Tells which sensors fall silent, by the time of the readings.</summary>
[Topology("sensors", Version = 1)]
public sealed class SensorsV1 : ITopology
{
    public void Build(StreamBuilder builder)
    {
        builder.AddStateStore(Stores.KeyValue<string, SensorState>(SilenceProcessor.Store));
        builder.Stream<string, Reading>("readings")
            .Process(() => new SilenceProcessor(), SilenceProcessor.Store)
            .To("silences");
    }
}

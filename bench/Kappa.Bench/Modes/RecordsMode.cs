namespace Kappa.Bench;

/// <summary>A benchmark over the records of the <see cref="Generator"/>.</summary>
internal abstract class RecordsMode : BenchMode
{
    protected RecordsMode(BenchSite site, BenchOptions options)
        : base(site, options) => Generator = new Generator(options, site.Name("records"));

    public override (string Topic, TopicContent[] Contents) Input => (Generator.Topic, Generator.Contents);

    protected Generator Generator { get; }

    public override void Fill() => Generator.Fill(Site.Log);

    protected KStream<BenchKey, BenchKey> Stream(StreamBuilder builder) =>
        builder.Stream(Generator.Topic, Consumed.With(Keys, Keys));
}

namespace Kappa.Engine.Tests;

/// <summary>The past of an added source in the cut log.</summary>
public sealed class AddedSourceCodecTests
{
    [Fact]
    public void A_past_that_takes_several_records_comes_back_whole()
    {
        var past = new AddedSource(new SourceTopic("rates", 2), cut: 60, starts: [3, 4]);
        for (int step = 1; step <= 5; step++)
        {
            past.Add(10 * step, [3 + step, 4 + (2 * step)]);
        }

        past.OutOfPlace.AddRange([new OutOfPlaceRecord(0, 4, -7), new OutOfPlaceRecord(1, 12, 99)]);
        var read = new List<SourcePast>();

        foreach ((int first, int count) in new[] { (0, 2), (2, 2), (4, 1) })
        {
            var writer = new ByteWriter();
            CutCodec.WriteAddedSource(writer, past, first, count);
            var reader = new ByteReader(writer.Written, "a past");
            SourcePast.Read(CutCodec.ReadKind(ref reader), ref reader, read);
        }

        AddedSource whole = Assert.IsType<AddedSource>(Assert.Single(read));
        Assert.Equal((past.Topic, past.Cut), (whole.Topic, whole.Cut));
        Assert.Equal(past.Starts, whole.Starts);
        Assert.Equal(past.Steps.Select(step => step.Cut), whole.Steps.Select(step => step.Cut));
        Assert.Equal(past.Steps.Select(step => step.Ends), whole.Steps.Select(step => step.Ends));
        Assert.Equal(past.OutOfPlace, whole.OutOfPlace);
    }
}

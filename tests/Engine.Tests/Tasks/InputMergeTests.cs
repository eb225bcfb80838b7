namespace Kappa.Engine.Tests;

/// <summary>The merge of a task's inputs against a sort.</summary>
public sealed class InputMergeTests
{
    [Fact]
    public void Records_come_by_place_and_of_equal_ones_the_earlier_input_goes_first()
    {
        foreach (int seed in Seeds.For(200))
        {
            Seeds.Run(seed, random =>
            {
                int inputs = random.Next(1, 80);
                var merge = new InputMerge(inputs);
                for (int slice = 0; slice < 3; slice++) // One merge serves all slices.
                {
                    List<(Place Place, int Input)>[] records = [.. Enumerable.Range(0, inputs)
                        .Select(input => Sorted(input, random.Next(random.Next(1, 12)), random))];
                    var seen = new List<(Place, int)>();
                    merge.Begin();
                    foreach (List<(Place Place, int Input)> list in records.Where(list => list.Count > 0))
                    {
                        var input = new Listed(list, seen);
                        input.Load(null!, slice, out Place head);
                        merge.Add(input, head);
                    }

                    merge.Drain(null!, slice);

                    Assert.Equal(
                        records.SelectMany(list => list).OrderBy(record => record.Place.TimestampMs)
                            .ThenBy(record => record.Place.Rank).ThenBy(record => record.Input),
                        seen);
                }
            });
        }
    }

    /// <summary>Few different places, so that many are equal.</summary>
    private static List<(Place Place, int Input)> Sorted(int input, int count, Random random) =>
        [.. Enumerable.Range(0, count).Select(_ => (TimestampMs: (long)random.Next(6), Rank: random.Next(3)))
            .OrderBy(place => place).Select(place => (new Place(place.TimestampMs, place.Rank, 0), input))];

    private sealed class Listed(List<(Place Place, int Input)> records, List<(Place, int)> seen) : TaskInput
    {
        private int _next;

        public override int NextSlice(SliceRun run, int slice) => slice;

        public override bool Load(SliceRun run, int slice, out Place place)
        {
            place = _next < records.Count ? records[_next].Place : default;
            return _next < records.Count;
        }

        public override void ProcessHead() => seen.Add(records[_next++]);

        public override void Drain(SliceRun run, int slice)
        {
            while (_next < records.Count)
            {
                ProcessHead();
            }
        }
    }
}

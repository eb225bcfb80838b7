namespace Kappa.Logs.Tests;

/// <summary>What every log does when a group is deleted; part of <see cref="LogContract"/>.</summary>
public abstract class GroupDeletionContract : GroupContract
{
    [Fact]
    public void A_group_that_is_deleted_is_gone_with_its_offsets_and_the_others_stay()
    {
        CreateFlights(records: 3);
        Log.Groups.Commit("billing", Offsets((Flights, 2), (OtherFlights, 1)));
        Log.Groups.Commit("other", Offsets((Flights, 1)));
        using ILogProducer producer = Log.OpenProducer("worker");
        producer.AppendOffset("billing", Flights, 3);
        producer.Commit();

        Log.Groups.Delete("billing");

        Assert.Null(Log.Groups.Find("billing"));
        Assert.Equal([(Flights, 1L)], Ordered(Log.Groups.Find("other")!));
        Log.Groups.Delete("billing"); // Of one that is not there nothing is deleted.
        Log.Groups.Commit("billing", Offsets((OtherFlights, 3)));
        Assert.Equal([(OtherFlights, 3L)], Ordered(Log.Groups.Find("billing")!));
    }

    [Fact]
    public async Task A_group_that_has_members_is_not_deleted()
    {
        CreateFlights(records: 3);
        Log.Groups.Commit("billing", Offsets((Flights, 2)));
        await using (FollowedMember member = new(Log.Groups, "billing", "flights"))
        {
            await FollowedMember.WaitAsync(GroupPatience, shares => shares[0].Count == 2, member);

            KappaException error = Assert.Throws<KappaException>(() => Log.Groups.Delete("billing"));

            Assert.Equal(("KAP2107", ExitCodes.Refused), (error.Code, error.ExitCode));
            Assert.Equal([(Flights, 2L)], Ordered(Log.Groups.Find("billing")!));
        }

        Log.Groups.Delete("billing");
        Assert.Null(Log.Groups.Find("billing"));
    }
}

//! What the site does by itself when its day has come. Every one is written so that doing it twice is harmless.

coded! {
    /// The kinds of work nobody presses a button for; the words are for the page that shows how they went.
    pub enum Chore {
        /// BN-12: the last day of a notice has passed.
        EndSubjects = "end_subjects", "公告期满，结束征集并撤下姓名";
        /// EW-1: the time set for a publication has come.
        PublishDue = "publish_due", "按定时发布";
        /// DJ-11: the term of an entry has passed.
        ExpireEntries = "expire_entries", "名单信息期满，从网站撤下";
        /// GF-4: the last day of a temporary lift or an exemption has passed.
        EndReliefs = "end_reliefs", "暂时解除期满，恢复限制";
        /// TD-4: a deadline's day has come.
        AlarmDeadlines = "alarm_deadlines", "期限到日提醒";
        /// PI-5: what was not sent within half an hour.
        PurgeDrafts = "purge_drafts", "清除没有提交的线索草稿";
        /// Entries that were there before the desk could find them by parts of a name.
        IndexEntries = "index_entries", "为旧的名单信息建立查找索引";
        /// SE-1: once a day.
        SignAuditLog = "sign_audit_log", "为操作记录签名";
    }
}

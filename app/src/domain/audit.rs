//! What is written into the audit log (DJ-15, BN-6, BN-10, SE-2). The chain itself is kept by the server.

coded! {
    /// Kinds of event. Every change and every reading of a tip is one of these.
    pub enum EventKind {
        SignIn = "sign_in", "登录";
        SignInFailed = "sign_in_failed", "登录失败";
        SignInLocked = "sign_in_locked", "账号锁定";
        SignOut = "sign_out", "退出";
        TotpEnrolled = "totp_enrolled", "绑定动态口令";
        TotpReset = "totp_reset", "重置动态口令";
        PasswordChanged = "password_changed", "修改密码";
        StaffCreated = "staff_created", "新增人员";
        StaffDisabled = "staff_disabled", "停用人员";
        RolesChanged = "roles_changed", "调整岗位";
        SettingsChanged = "settings_changed", "修改设置";
        CalendarLoaded = "calendar_loaded", "录入放假安排";
        DraftCreated = "draft_created", "新建草稿";
        DraftEdited = "draft_edited", "修改草稿";
        PreviewLinked = "preview_linked", "生成手机预览";
        Remarked = "remarked", "加批注";
        RemarkSettled = "remark_settled", "处理批注";
        Submitted = "submitted", "提交审核";
        SentBack = "sent_back", "退回修改";
        Reviewed = "reviewed", "通过审核";
        Scanned = "scanned", "通过个人信息检查";
        Scheduled = "scheduled", "定时发布";
        Unscheduled = "unscheduled", "取消定时发布";
        ScheduleMissed = "schedule_missed", "定时发布没有办成";
        Forced = "forced", "紧急发布";
        Published = "published", "发布";
        Corrected = "corrected", "更正";
        Withdrawn = "withdrawn", "撤下";
        Archived = "archived", "归档";
        Imported = "imported", "导入";
        ImportRead = "import_read", "读取导入文件";
        ImportDropped = "import_dropped", "放弃导入";
        ImportUndone = "import_undone", "撤销导入";
        ApplicationDecided = "application_decided", "决定悬赏申请";
        SubjectEnded = "subject_ended", "结束征集";
        DeadlineAlarmed = "deadline_alarmed", "期限到日提醒";
        EntryDecided = "entry_decided", "作出名单决定";
        EntryRefused = "entry_refused", "不予作出名单决定";
        EntryFactTakenBack = "entry_fact_taken_back", "撤回登记的删除情形";
        EntryServed = "entry_served", "送达";
        EntryGraced = "entry_graced", "给予宽限期";
        EntryPublished = "entry_published", "公布名单信息";
        EntryFound = "entry_found", "登记删除情形";
        EntryRemoved = "entry_removed", "删除名单信息";
        EntryLifted = "entry_lifted", "解除限制消费";
        EntryFoundWrong = "entry_found_wrong", "发现名单信息错误";
        EntryCleared = "entry_cleared", "核查名单信息无误";
        EntryRevoked = "entry_revoked", "撤销名单信息";
        CorrectionProposed = "correction_proposed", "提出更正名单信息";
        CorrectionDropped = "correction_dropped", "不采用更正";
        EntryCorrected = "entry_corrected", "更正名单信息";
        PortalChecked = "portal_checked", "核对全国平台";
        ObjectionReceived = "objection_received", "收到纠正申请";
        ObjectionOpened = "objection_opened", "查看纠正申请";
        ObjectionDecided = "objection_decided", "决定纠正申请";
        ReliefReceived = "relief_received", "登记限制消费期间的申请";
        ReliefOpened = "relief_opened", "查看限制消费期间的申请";
        ReliefDecided = "relief_decided", "决定限制消费期间的申请";
        ReliefEnded = "relief_ended", "暂时解除期满";
        CaseMoneyMoved = "case_money_moved", "案款办理";
        PlacementAdded = "placement_added", "登记发布渠道";
        PlacementTakenDown = "placement_taken_down", "渠道已撤下";
        TipReceived = "tip_received", "收到线索";
        TipRegistered = "tip_registered", "登记线索";
        /// BN-10: opening is itself logged.
        TipOpened = "tip_opened", "查看线索";
        TipFileOpened = "tip_file_opened", "查看线索照片";
        TipTriaged = "tip_triaged", "分流线索";
        TipAssigned = "tip_assigned", "指派线索";
        TipStepped = "tip_stepped", "办理线索";
        TipNoted = "tip_noted", "记录意见";
        TipReplied = "tip_replied", "回复提供人";
        TipMessaged = "tip_messaged", "提供人留言";
        TipWithdrawn = "tip_withdrawn", "提供人撤回";
        TipClosed = "tip_closed", "办结线索";
        TipReopened = "tip_reopened", "重新办理线索";
        IdentityAsked = "identity_asked", "申请查看身份";
        IdentityOpened = "identity_opened", "查看身份";
        IdentityDisclosed = "identity_disclosed", "向申请执行人告知身份";
        RewardCalculated = "reward_calculated", "核算悬赏金";
        RewardApproved = "reward_approved", "批准悬赏金";
        RewardPaid = "reward_paid", "发放悬赏金";
        ClaimStepped = "claim_stepped", "办理案款";
        MeasureRecorded = "measure_recorded", "登记执行措施";
        MeasureVoided = "measure_voided", "划去执行措施";
        PenaltyReviewed = "penalty_reviewed", "罚款、拘留的送达和复议";
        WarningIssued = "warning_issued", "发出预处罚通知";
        WarningStepped = "warning_stepped", "办理预处罚通知";
        WarningOpened = "warning_opened", "查看预处罚通知";
        Exported = "exported", "导出";
        Erased = "erased", "删除数据";
        KeysChanged = "keys_changed", "更换密钥";
        BackupMade = "backup_made", "备份";
        Restored = "restored", "恢复";
    }
}

impl EventKind {
    /// Reads personal data without changing anything; listed apart for the auditor.
    pub const fn is_reading(self) -> bool {
        matches!(
            self,
            Self::TipOpened
                | Self::TipFileOpened
                | Self::ObjectionOpened
                | Self::ReliefOpened
                | Self::IdentityOpened
                | Self::Exported
        )
    }

    /// Someone tried to enter and could not.
    pub const fn is_refused_entry(self) -> bool {
        matches!(self, Self::SignInFailed | Self::SignInLocked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn dj_15_every_kind_has_its_own_code_and_words() {
        let codes: BTreeSet<_> = EventKind::ALL.iter().map(|kind| kind.code()).collect();
        let words: BTreeSet<_> = EventKind::ALL.iter().map(|kind| kind.zh()).collect();
        assert_eq!((codes.len(), words.len()), (EventKind::ALL.len(), EventKind::ALL.len()));
        assert!(EventKind::ALL.iter().all(|kind| EventKind::parse(kind.code()) == Some(*kind)));
    }

    #[test]
    fn bn_10_reading_a_tip_is_an_event() {
        let reading: Vec<_> = EventKind::ALL.iter().filter(|kind| kind.is_reading()).collect();
        assert_eq!(reading.len(), 6);
        assert!(EventKind::SignInFailed.is_refused_entry() && !EventKind::SignIn.is_refused_entry());
    }
}
